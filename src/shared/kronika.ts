// biome-ignore-all assist/source/organizeImports: in groups, by what they are for
/**
 * The engine as an app sees it. Modules import `#kronika` and nothing else of `src/shared/`; deciders and what they
 * share, which stay free of Nest and of the database, import `#kronika/refusals`. What is not named here may change
 * without notice.
 */

// The app as a whole: what it is made of, how it is started, and what the environment may set.
export type { KronikaApp } from './kronika-app.js';
export { Settings } from './settings.js';
export { start } from './start.js';

// Events: what happened to an entity, on the log for good. A module registers its classes with `EventTypes`.
export { EventTypes, type Ownership, type PersonalTexts, type RecordedEvent } from './event-log/events.js';
export { ERASED } from './event-log/sealing.js';
export { UserErased } from './event-log/erasure.js';

// Commands: a handler calls `EventLog.transaction`, and what it does there is committed as a whole or not at all.
export { CommandMeta, type Receipt } from './event-log/command-meta.js';
export { EventLog } from './event-log/event-log.js';
export { Conflict, deleted, idTaken, NotFound, Refusal, Unavailable } from './event-log/refusal.js';
export type { Transaction } from './event-log/transaction.js';

// Entities that exist only as events: how their state is folded, and what it was.
export { type Decider, streamOf } from './event-log/decider.js';
export { EntityHistory, type PointInTime } from './event-log/entity-history.js';
export { Attention, type AttentionItem } from './subscriptions/attention.js';
export { EntityWithParts, type TrailEvent } from './subscriptions/entity-with-parts.js';

// Reactions: `@Saga` methods and `@EventsHandler` classes are those of `@nestjs/cqrs`, which the engine makes durable.
export type { Delivered, DeliveredBatch } from './subscriptions/handlers.js';
export { InBatches } from './subscriptions/in-batches.js';
export { StartAt } from './subscriptions/start-at.js';
export { CancelWakeUp, WakeUp, Woken } from './subscriptions/timers.js';

// Tables of the app's own, for data that are neither events nor views.
export { AppTables } from './database/app-tables.js';
export type { Queries } from './database/session.js';
export { Batcher } from './database/batcher.js';

// Work that goes on in the background of a worker, until the process stops.
export { Subscriptions } from './subscriptions/subscriptions.js';

// States in the memory of a process that follow the log.
export { type Following, LogFollower, type LogReader } from './subscriptions/log-follower.js';

// Views: tables that are folded from the log, and the queries that read them.
export { type At, type Change, From, On, OnChange, SumBy, View } from './views/view.js';
export { ReadDatabase } from './views/read-database.js';

// Metrics of the app's own, for `/metrics`.
export { AppMetrics } from './http/app-metrics.js';

// Long work on request: an operation that can be watched, and that goes on after a restart.
export { AppOperations } from './views/app-operations.js';
export {
  and,
  given,
  identifier,
  list,
  literal,
  type ParameterType,
  param,
  type Sql,
  type Statement,
  sql,
  unionAll,
} from './database/sql.js';
export { NAME_COLLATION, VIEW } from './database/database.js';
export { snakeCase } from './database/snake-naming.js';

// Routes: each is a command or a query, and documents itself.
export { CommandRoute, Meta } from './http/commands.js';
export { type Answer, etag, type Json, QueryRoute } from './http/queries.js';
export { LOG_ITSELF } from './http/waiting.js';
export { BoundUser } from './http/principal.js';
export { sendFile } from './http/files.js';
export { UploadLimits, Uploads } from './http/uploads.js';
export { asDiskFull, whileSpaceIsLeft } from './http/file-space.js';
export { EmbedRoute } from './http/embed-route.js';
export { afterArrivals } from './http/arrivals.js';

// Input: the fields of bodies, paths and query strings, and what is wrong with them. `field` makes further ones.
export { DateOrMoment, TimeZone } from './http/date-fields.js';
export {
  Choice,
  choiceMember,
  Flag,
  Id,
  Name,
  Part,
  Text,
  Token,
  Uuid,
  Whole,
  wholeMember,
  type Fault,
  type FieldOptions,
  field,
} from './http/fields.js';
export { Choices, Codes, Flags, Lines, Rows, Uuids } from './http/list-fields.js';
export { IdInPath } from './http/input.js';
export { readInput } from './http/input.pipe.js';
export { type InputError, InvalidInput, pointer, problemOf, unknownNames } from './http/problems.js';

// Long answers: pages that a cursor goes through, and streams of rows.
export {
  boundOf,
  Cursors,
  countSql,
  cutPage,
  PageCount,
  PageCursor,
  PageDocument,
  PageLimit,
  pageAfter,
  pageCountOf,
  type RowPlace,
  SortedBy,
} from './http/paging.js';
export { csv, sendCsv } from './http/csv.js';
export { StreamLimits } from './http/event-stream.controller.js';

// Values: text as people compare it, days in time zones.
export { foldText } from './text.js';
export { isDate, monthOf, type Offsets, offsetsOf, spanOf, startingAt } from './time-zones.js';
