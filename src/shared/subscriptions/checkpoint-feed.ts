import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Observable, Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { LOG } from '../database/database.js';
import type { Build } from './subscription.js';

/** Interval between reads, so that a client gets at most four frames a second. */
const CHECKPOINT_INTERVAL_MS = 250;

/** The positions of all builds of all subscriptions, and of the log. */
export interface Checkpoints {
  /** The horizon of the log. */
  readonly position: number;
  readonly data: readonly { readonly name: string; readonly build: Build; readonly position: number }[];
}

/**
 * The checkpoints of all subscriptions of all processes, whenever one has moved. A process reads them once for all its
 * clients, and only while there are any.
 */
@Injectable()
export class CheckpointFeed {
  private readonly logger = new Logger(CheckpointFeed.name);
  private readonly moved = new Subject<Checkpoints>();
  private latest?: Checkpoints;
  private readers = 0;
  private isRunning = false;

  constructor(@InjectDataSource(LOG) private readonly database: DataSource) {}

  /** The present checkpoints once they are known, and all of them again whenever one has moved. */
  readonly checkpoints$ = new Observable<Checkpoints>((reader) => {
    if (this.latest) reader.next(this.latest);
    const following = this.moved.subscribe(reader);
    this.readers += 1;
    if (!this.isRunning) void this.run();
    return () => {
      following.unsubscribe();
      this.readers -= 1;
    };
  });

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.readers) {
      await this.read().catch((error: Error) => this.logger.warn(`Checkpoints can't be read: ${error.message}`));
      await wait(CHECKPOINT_INTERVAL_MS, undefined, { ref: false });
    }
    this.isRunning = false;
    this.latest = undefined;
  }

  private async read(): Promise<void> {
    const [found]: Checkpoints[] = await this.database.query(
      `SELECT log.horizon() AS position, coalesce(
         json_agg(json_build_object('name', subscription, 'build', build, 'position', position) ORDER BY subscription, build DESC), '[]'
       ) AS data FROM log.checkpoints WHERE build <> 'check'`,
    );
    if (!found || isDeepStrictEqual(found.data, this.latest?.data)) return;
    this.latest = found;
    this.moved.next(found);
  }
}
