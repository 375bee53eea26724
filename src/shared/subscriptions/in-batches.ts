import 'reflect-metadata';
import { StartError } from '../settings.js';

const BATCH_SIZE = Symbol('BATCH_SIZE');
const MAX_BATCH_SIZE = 1_000;

/**
 * Makes an `@EventsHandler` class get up to `size` events at once, in the order of the log:
 * `handle(events, deliveredBatch)`. What it writes through the manager is committed together with the checkpoint of all
 * of them. If it fails, nothing of the batch is committed, and smaller batches find the event at fault. So effects
 * outside of the database may be repeated for a whole batch.
 *
 * @throws StartError unless `size` is a whole number from 1 to 1,000
 */
export function InBatches(size: number): ClassDecorator {
  if (!Number.isInteger(size) || size < 1 || size > MAX_BATCH_SIZE)
    throw new StartError(`@InBatches takes a whole number from 1 to ${MAX_BATCH_SIZE}, not ${size}.`);
  return (target) => Reflect.defineMetadata(BATCH_SIZE, size, target);
}

/** @returns the size of a class with `@InBatches`; undefined for a class that gets one event at a time */
export function batchSizeOf(type: object): number | undefined {
  return Reflect.getMetadata(BATCH_SIZE, type);
}
