import type { components } from '../../api/schema.js';
import { count, counted } from '../../ui/format.js';

export type Operation = components['schemas']['OperationDocument'];

/** The result of a verification, of a view or of the ledger of ads. */
export interface Report {
  /** Absent for the ledger, whose sums have no position. */
  readonly position?: number;
  readonly differing: number;
  readonly differences: readonly {
    readonly table: string;
    readonly key: unknown;
    readonly expected: unknown;
    readonly found: unknown;
  }[];
  readonly parked: readonly { readonly build: string; readonly stream: string; readonly position: number }[];
}

const KINDS: Readonly<Record<Operation['kind'], string>> = {
  rebuild: 'Rebuild',
  upgrade: 'Upgrade',
  rollback: 'Roll-back',
  verify: 'Verification',
  'verify-ledger': 'Check of the ledger',
  demo: 'Demo data',
};

export const kindWords = ({ kind }: Operation): string => KINDS[kind] ?? kind;

export const isActive = ({ state }: Operation): boolean => state === 'waiting' || state === 'running';

export function reportOf({ kind, result }: Operation): Report | undefined {
  const isReport = (kind === 'verify' || kind === 'verify-ledger') && result;
  // Only views have streams in quarantine.
  return isReport ? { parked: [], ...(result as unknown as Omit<Report, 'parked'>) } : undefined;
}

/** `40%, 12,300 a second, about 20 s left` */
export function progressWords({ state, progress, rate, secondsLeft }: Operation): string {
  if (state === 'waiting') return 'waits for a worker';
  const parts = [`${Math.floor(progress * 100)}%`];
  if (rate) parts.push(`${count(Math.round(rate))} a second`);
  if (secondsLeft !== null && secondsLeft > 0) parts.push(`about ${durationWords(secondsLeft)} left`);
  return parts.join(', ');
}

/** `3 s`, `4 min`, `2 h`, `5 days` */
export function durationWords(seconds: number): string {
  if (seconds < 90) return `${count(Math.max(1, Math.round(seconds)))} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${count(Math.round(seconds / 86_400))} days`;
}

/** How an operation ended. */
export function resultWords(operation: Operation): { text: string; kind: '' | 'good' | 'warn' | 'bad' } {
  if (operation.state === 'failed') return { text: operation.error ?? 'failed', kind: 'bad' };
  if (isActive(operation)) return { text: progressWords(operation), kind: '' };
  const report = reportOf(operation);
  if (!report) return { text: 'done', kind: 'good' };
  const parked = report.parked.length ? `, ${counted(report.parked.length, 'stream')} in quarantine not compared` : '';
  return report.differing
    ? { text: `${counted(report.differing, 'row')} ${report.differing === 1 ? 'differs' : 'differ'}${parked}`, kind: 'bad' }
    : { text: `no differences${parked}`, kind: parked ? 'warn' : 'good' };
}
