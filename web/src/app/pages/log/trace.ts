import type { components } from '../../api/schema.js';

type TraceDocument = components['schemas']['TraceDocument'];
type TracedCommand = components['schemas']['TracedCommandDocument'];
type TracedEvent = TracedCommand['events'][number];

/** An event of a trace with the commands that it led to. */
export interface TraceEvent {
  readonly event: TracedEvent;
  /** Time since the event before it of the same command, in ms. */
  readonly gap: number;
  readonly commands: readonly TraceCommand[];
}

export interface TraceCommand {
  readonly command: TracedCommand;
  /** Time since the event that led to it, in ms; undefined: nothing in the trace did. */
  readonly gap: number | undefined;
  readonly events: readonly TraceEvent[];
}

/** Positions begin at 1. */
const NO_CAUSE = 0;

/** The trace as a tree: commands, below them their events, below these the commands that they led to. */
export function treeOf({ commands }: TraceDocument): readonly TraceCommand[] {
  const positions = new Set(commands.flatMap(({ events }) => events.map(({ position }) => position)));
  const byCause = new Map<number, TracedCommand[]>();
  for (const command of commands) {
    const cause = command.causedBy !== null && positions.has(command.causedBy) ? command.causedBy : NO_CAUSE;
    byCause.set(cause, [...(byCause.get(cause) ?? []), command]);
  }
  const below = (cause: number, since: number | undefined): TraceCommand[] =>
    (byCause.get(cause) ?? []).map((command) => {
      const start = timeOf(command.events[0]);
      let before = start;
      const events = command.events.map((event) => {
        const at = timeOf(event);
        const gap = at - before;
        before = at;
        return { event, gap, commands: below(event.position, at) };
      });
      return { command, gap: since === undefined ? undefined : Math.max(0, start - since), events };
    });
  return below(NO_CAUSE, undefined);
}

const timeOf = (event: TracedEvent | undefined): number => new Date(event?.datetime ?? 0).getTime();
