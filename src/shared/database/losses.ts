import { Logger } from '@nestjs/common';

/** Connections fall silent together, so one line reports all that are lost within this time. */
const LOSS_REPORT_DELAY_MS = 2_000;

/** How long `/readyz` reports lost connections. */
const MAX_LOSS_AGE_MS = 60_000;

/** The connections of this process that were closed because they got no answer. */
class Losses {
  private readonly logger = new Logger('Database');
  private readonly waiting = new Map<string, number>();
  private latestAt = Number.NEGATIVE_INFINITY;
  private count = 0;

  /** @param seconds how long the connection had been silent */
  note(host: string, port: number, seconds: number): void {
    const now = performance.now();
    if (now - this.latestAt > MAX_LOSS_AGE_MS) this.count = 0;
    this.count += 1;
    this.latestAt = now;
    const server = `${host}:${port}`;
    const others = this.waiting.get(server);
    this.waiting.set(server, (others ?? 0) + 1);
    if (others === undefined) setTimeout(() => this.report(server, seconds), LOSS_REPORT_DELAY_MS).unref();
  }

  /** The connections lost within the last minute, as a sentence; null if none. */
  get problem(): string | null {
    const age = performance.now() - this.latestAt;
    if (age > MAX_LOSS_AGE_MS) return null;
    const seconds = Math.round(age / 1_000);
    return `${connections(this.count)} fell silent and ${were(this.count)} closed, the last one ${seconds} s ago`;
  }

  private report(server: string, seconds: number): void {
    const count = this.waiting.get(server) ?? 0;
    this.waiting.delete(server);
    this.logger.warn(
      `${connections(count)} to the database at ${server} got no answer for ${seconds} s or longer and ` +
        `${were(count)} closed, along with idle ones: the network or the server is silent. New connections are opened.`,
    );
  }
}

const were = (count: number) => (count === 1 ? 'was' : 'were');
const connections = (count: number) => `${count} ${count === 1 ? 'connection' : 'connections'}`;

export const losses = new Losses();
