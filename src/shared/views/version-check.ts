import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { type EventClass, EventTypes } from '../event-log/events.js';
import { StartError } from '../settings.js';
import { type RowClass, viewFolds, viewOptions } from './view.js';

/**
 * Refuses to start with a view whose ETags would be outdated. A row with a column `version` shows the version of the
 * entity whose events are folded into it, and clients send it back as `If-Match`. Each event of the entity raises the
 * version, so each type of event of the category must be folded into the row, or be named in the view's `ignores`.
 */
@Injectable()
export class VersionCheck implements OnModuleInit {
  constructor(
    @InjectDataSource(VIEW) private readonly database: DataSource,
    private readonly discovery: DiscoveryService,
    private readonly types: EventTypes,
  ) {}

  /** @throws StartError naming a view and an event that it neither handles nor ignores */
  onModuleInit(): void {
    for (const { instance } of this.discovery.getProviders()) {
      const options = instance && viewOptions(instance.constructor);
      for (const row of options?.rows ?? []) {
        const missed = this.missedBy(instance, row).find((event) => !options.ignores?.includes(event));
        if (missed)
          throw new StartError(
            `The view ${options.name} does not handle ${missed.type}, which raises the version in ${row.name}: ` +
              `add a method with @On(${missed.name}, ${row.name}, …) to ${instance.constructor.name}, ` +
              `or name ${missed.name} in its "ignores".`,
          );
      }
    }
  }

  /** Events of the categories that are folded into a row with a version, without a method that folds them into it. */
  private missedBy(view: object, row: RowClass): EventClass[] {
    if (!this.database.getMetadata(row).findColumnWithPropertyName('version')) return [];
    const folded = new Set(
      viewFolds(view).flatMap((fold) => (fold.row === row && 'type' in fold.source ? fold.source.type : [])),
    );
    const categories = new Set([...folded].map((type) => this.types.categoryOf(type)));
    return this.types.all.filter(({ type }) => categories.has(this.types.categoryOf(type)) && !folded.has(type));
  }
}
