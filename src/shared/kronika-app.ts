import type { Type } from '@nestjs/common';
import type { Migration } from './database/database.js';
import type { AboutMembers } from './http/about.controller.js';
import type { SharedDocuments } from './http/openapi.js';
import type { Settings } from './settings.js';

/** What an app brings to the engine. */
export interface KronikaApp {
  /** The module that imports all modules of the app. */
  readonly module: Type;
  /** Migrations of the app's tables, in addition to those of the engine. All run in the order of their timestamps. */
  readonly migrations?: readonly Migration[];
  /** The app's settings, in addition to those of the engine; injected as this class. Absent: none. */
  readonly settings?: new () => Settings;
  /**
   * The folder of a built single-page app, which is served at `/` and at all addresses that only its own router knows.
   * Its files are public, so it must not contain data. Absent: `/` redirects.
   */
  readonly web?: string;
  readonly api?: ApiDescription;
  /** Members that the app adds to `/v1/about`. */
  readonly about?: AboutMembers;
}

/** What an app adds to the OpenAPI document, in addition to its routes. */
export interface ApiDescription extends SharedDocuments {
  /** Descriptions of its tags. */
  readonly tags?: Readonly<Record<string, string>>;
}
