import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { READ } from '../database/database.js';
import { InvalidInput } from './problems.js';

/** The place in a list: the sort value and the id of the last row that was seen. */
export interface Place {
  readonly value: string | number;
  readonly id: string | number;
}

/** The header `Link` of a page that has a next one; parameters without a value are left out. */
export function nextLink(path: string, parameters: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, String(value));
  return `<${path}?${query}>; rel="next"`;
}

/**
 * Makes and reads the cursors of lists. A cursor is opaque and signed, with a secret that all processes of the database
 * share; it is bound to the list's filters and sort, and names a row, not a number of rows, so inserts don't shift pages.
 */
@Injectable()
export class Cursors {
  private secret?: string;

  constructor(@InjectDataSource(READ) private readonly database: DataSource) {}

  /** @param list all that decides which rows are in the list and in which order */
  async make(list: object, { value, id }: Place): Promise<string> {
    const text = Buffer.from(JSON.stringify([value, id])).toString('base64url');
    return `${text}.${await this.sign(list, text)}`;
  }

  /** @throws InvalidInput if the cursor was not made by `make` for the same list */
  async read(list: object, cursor: string): Promise<Place> {
    const [text = ''] = cursor.split('.');
    const expected = Buffer.from(`${text}.${await this.sign(list, text)}`);
    const given = Buffer.from(cursor);
    if (expected.length !== given.length || !timingSafeEqual(expected, given))
      throw new InvalidInput([
        { pointer: '#/cursor', code: 'not-of-this-list', detail: 'must come from a page with the same filters and sort' },
      ]);
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString());
    return { value, id };
  }

  private async sign(list: object, text: string): Promise<string> {
    this.secret ??= (await this.database.query('SELECT secret FROM log.cursor_secret'))[0].secret as string;
    const bound = hash('sha256', JSON.stringify(Object.entries(list).sort()));
    return createHmac('sha256', this.secret).update(`${bound}.${text}`).digest('base64url').slice(0, 22);
  }
}
