import { describe, expect, it } from 'vitest';
import { type TraceCommand, treeOf } from '../../../web/src/app/pages/log/trace.js';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

const command = (commandId: string, causedBy: number | null, depth: number, ...events: [position: number, ms: number][]) => ({
  ...{ commandId, actor: 'anonymous', causedBy, subscription: causedBy === null ? null : 'saga S.s', depth },
  events: events.map(([position, ms]) => ({
    ...{ position, eventType: 'T', entityId: '1', stream: 'order-1', version: 1 },
    datetime: at(ms),
  })),
});

/** The tree as nested arrays: of each command its id and gap, and its events with their gaps. */
const drawn = (commands: readonly TraceCommand[]): unknown[] =>
  commands.map((each) => [
    each.command.commandId,
    each.gap,
    ...each.events.map(({ event, gap, commands }) => [event.position, gap, ...drawn(commands)]),
  ]);

describe('the tree of a trace', () => {
  it('has below each event the commands that it led to, with the times between', () => {
    const commands = [
      command('a', null, 0, [1, 0], [2, 4]),
      command('b', 2, 1, [3, 1_504]),
      command('c', 3, 2, [5, 1_600]),
      command('d', 2, 1, [4, 1_510]),
    ];
    expect(drawn(treeOf({ correlationId: 'x', commands, isCut: false, readers: [] }))).toEqual([
      ['a', undefined, [1, 0], [2, 4, ['b', 1_500, [3, 0, ['c', 96, [5, 0]]]], ['d', 1_506, [4, 0]]]],
    ]);
  });

  it('begins with a command whose cause is not shown', () => {
    const commands = [command('b', 2, 1, [3, 0]), command('c', 3, 2, [5, 10])];
    expect(drawn(treeOf({ correlationId: 'x', commands, isCut: true, readers: [] }))).toEqual([
      ['b', undefined, [3, 0, ['c', 10, [5, 0]]]],
    ]);
  });
});
