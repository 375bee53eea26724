import type { Migration } from '../database/database.js';
import { EventLog1763800000000 } from './1763800000000-event-log.js';
import { Outcomes1763800000003 } from './1763800000003-outcomes.js';
import { Delivery1763800000004 } from './1763800000004-delivery.js';
import { EventSourcing1763800000005 } from './1763800000005-event-sourcing.js';
import { GroupCommit1763800000007 } from './1763800000007-group-commit.js';
import { PositionUnderLock1763800000008 } from './1763800000008-position-under-lock.js';
import { LogFunctions1763800000012 } from './1763800000012-log-functions.js';
import { RestoredLog1763800000013 } from './1763800000013-restored-log.js';
import { SkippedEvents1763800000015 } from './1763800000015-skipped-events.js';
import { Access1763800000020 } from './1763800000020-access.js';
import { Sessions1763800000021 } from './1763800000021-sessions.js';
import { SealedTexts1763800000023 } from './1763800000023-sealed-texts.js';
import { Erasure1763800000024 } from './1763800000024-erasure.js';
import { Instance1763800000025 } from './1763800000025-instance.js';
import { Trace1763800000026 } from './1763800000026-trace.js';
import { AppOperations1763800000028 } from './1763800000028-app-operations.js';
import { Followers1763800000047 } from './1763800000047-followers.js';
import { AuditOfFloods1763800000049 } from './1763800000049-audit-of-floods.js';

/** The migrations of the engine's own schema. A database records by class name which of them have run. */
const ENGINE_MIGRATIONS: readonly Migration[] = [
  EventLog1763800000000,
  Outcomes1763800000003,
  Delivery1763800000004,
  EventSourcing1763800000005,
  GroupCommit1763800000007,
  PositionUnderLock1763800000008,
  LogFunctions1763800000012,
  RestoredLog1763800000013,
  SkippedEvents1763800000015,
  Access1763800000020,
  Sessions1763800000021,
  SealedTexts1763800000023,
  Erasure1763800000024,
  Instance1763800000025,
  Trace1763800000026,
  AppOperations1763800000028,
  Followers1763800000047,
  AuditOfFloods1763800000049,
];

/** All migrations of the engine and an app. TypeORM runs them in the order of their timestamps. */
export function migrationsOf({ migrations = [] }: { readonly migrations?: readonly Migration[] }): Migration[] {
  return [...ENGINE_MIGRATIONS, ...migrations];
}
