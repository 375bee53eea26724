import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ProgressBar } from '../../../src/cli/progress-bar.js';

describe('the progress bar', () => {
  const shown = { title: 'demo 1', progress: 0.5, rate: 1234.4, secondsLeft: 61.9 };
  const line = 'demo 1  [###############---------------]   50 %  1,234 commands/s  1:01 left';
  const written = (isTTY: boolean) => {
    const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY }) as unknown as NodeJS.WriteStream;
    const bar = new ProgressBar('commands', stream);
    for (let look = 0; look < 21; look++) bar.show(shown, false);
    bar.show({ ...shown, rate: null, secondsLeft: null, progress: 1, note: 'done' }, true);
    return stream.read() as unknown as string;
  };
  const last = `demo 1  [${'#'.repeat(30)}]  100 %  done`;

  it('stays in its line on a terminal', () => {
    expect(written(true)).toBe(`${`\r${line}\x1b[K`.repeat(21)}\r${last}\x1b[K\n`);
  });

  it('prints a line from time to time elsewhere', () => {
    expect(written(false)).toBe(`${line}\n${line}\n${last}\n`);
  });
});
