import type { Type } from '@nestjs/common';
import type { Migration } from './database/database.js';
import type { SharedDocuments } from './http/openapi.js';
import type { Settings } from './settings.js';

/** What an app brings to the engine. */
export interface KronikaApp {
  /** A module that imports all modules of the app. */
  readonly module: Type;
  /** Migrations of the app's tables, besides those of the engine. All run in the order of their timestamps. */
  readonly migrations?: readonly Migration[];
  /** The app's settings, besides those of the engine; injected as this class. Absent: there are none. */
  readonly settings?: new () => Settings;
  readonly api?: ApiDescription;
}

/** What an app adds to the OpenAPI document, besides its routes. */
export interface ApiDescription extends SharedDocuments {
  /** Descriptions of its tags. */
  readonly tags?: Readonly<Record<string, string>>;
}
