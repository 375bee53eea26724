import pg from 'pg';

/** The messages of `COPY` in pg's connection, which its types leave out. */
interface Connection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * A `COPY … FROM STDIN` that is sent with all its rows at once and waits for no answer in between, so that further statements
 * may follow on the same connection. Where Postgres refuses the statement or a row, it passes over the rest of the rows.
 */
class CopyIn extends pg.Query {
  override submit = (connection: pg.Connection): void => {
    connection.query(this.statement);
    (connection as Connection).sendCopyFromChunk(Buffer.from(this.lines));
    (connection as Connection).endCopyFrom();
  };

  constructor(
    private readonly statement: string,
    private readonly lines: string,
    callback: (error?: Error) => void,
  ) {
    super(statement, callback);
  }

  /** All has been sent already. */
  handleCopyInResponse(): void {}
}

/** @param lines rows in the text format of `COPY`, each with a line feed at its end */
export function copyIn(client: pg.ClientBase, statement: string, lines: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(statement, lines, (error) => (error ? reject(error) : resolve())));
  });
}
