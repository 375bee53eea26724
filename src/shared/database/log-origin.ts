import type { DataSource } from 'typeorm';

/** The Kronika whose log a follower has. */
export interface Origin {
  /** Host and port of its Postgres. */
  readonly server: string;
  /** Where it takes commands; null: not known. */
  readonly address: string | null;
}

/** Where the events of this database come from: its own commands or, in a follower, an origin. */
export class LogOrigin {
  /** @param followed absent: the database is no follower */
  constructor(readonly followed?: Origin) {}

  get isElsewhere(): boolean {
    return this.followed !== undefined;
  }
}

/** @returns the origin that a follower has, also if it has left it; undefined: the database is no follower */
export async function findOrigin(source: DataSource): Promise<Origin | undefined> {
  const [found] = await source.query(`SELECT server, (SELECT nullif(address, '') FROM log.mark) AS address FROM log.origin`);
  return found;
}
