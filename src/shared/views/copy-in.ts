import pg from 'pg';

/** The messages of `COPY`, which the types of pg leave out. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * A `COPY … FROM STDIN` that sends all its rows without waiting for an answer, so that further statements may follow
 * on the same connection. If Postgres refuses the statement or a row, it ignores the remaining rows.
 */
class CopyIn extends pg.Query {
  override submit = (connection: pg.Connection): void => {
    connection.query(this.statement);
    (connection as CopyConnection).sendCopyFromChunk(Buffer.from(this.lines));
    (connection as CopyConnection).endCopyFrom();
  };

  constructor(
    private readonly statement: string,
    private readonly lines: string,
    callback: (error?: Error) => void,
  ) {
    super(statement, callback);
  }

  /** Empty, because the rows have been sent already. */
  handleCopyInResponse(): void {}
}

/** @param lines rows in the text format of `COPY`, each ended by a line feed */
export function copyIn(client: pg.ClientBase, statement: string, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(statement, lines, (error) => (error ? reject(error) : resolve())));
  });
}
