import { type Entry, isPending } from './entry.js';

/**
 * The state of a row in words; empty: it is saved, and the list shows it.
 *
 * @param isParked whether the view behind the list failed on it
 */
export function stateWords(
  pending: readonly Entry[],
  troubles: readonly Entry[],
  isParked = false,
): { text: string; why?: string; kind: '' | 'bad' | 'warn' } {
  const trouble = troubles.at(-1);
  if (trouble) {
    const why = trouble.problem?.detail ?? trouble.changes.find((change) => change.problem)?.problem?.detail ?? '';
    return { text: trouble.state === 'conflict' ? 'conflict' : 'not saved', why, kind: 'bad' };
  }
  if (pending.some((entry) => entry.state === 'uncertain')) return { text: 'saving, no answer yet', kind: 'warn' };
  if (pending.some(isPending)) return { text: 'saving', kind: '' };
  return { text: pending.length ? (isParked ? 'saved' : 'saved, list catching up') : '', kind: '' };
}
