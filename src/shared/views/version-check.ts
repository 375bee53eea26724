import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { VIEW } from '../database/database.js';
import { type EventClass, EventTypes } from '../event-log/events.js';
import { StartError } from '../settings.js';
import { type RowClass, viewFolds, viewOptions } from './view.js';

/**
 * Refuses to start with a view whose ETags would be outdated. A column `version` holds the version of the entity that
 * is folded into the row, and clients send it back as `If-Match`. Each event of the entity raises its version. So the
 * row must fold each event type of the category, or the view must name it in `ignores`.
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

  /** Events that raise the version of the row's entity, and that no method folds into the row. */
  private missedBy(view: object, row: RowClass): EventClass[] {
    if (!this.database.getMetadata(row).findColumnWithPropertyName('version')) return [];
    const folded = new Set(
      viewFolds(view).flatMap((fold) => (fold.row === row && 'type' in fold.source ? fold.source.type : [])),
    );
    const categories = new Set([...folded].map((type) => this.types.categoryOf(type)));
    return this.types.all.filter(({ type }) => categories.has(this.types.categoryOf(type)) && !folded.has(type));
  }
}
