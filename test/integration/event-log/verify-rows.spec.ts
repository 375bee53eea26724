import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandMeta } from '../../../src/shared/event-log/command-meta.js';
import { EventLog } from '../../../src/shared/event-log/event-log.js';
import { EventTypes } from '../../../src/shared/event-log/events.js';
import { VerifyRows } from '../../../src/shared/event-log/verify-rows.js';
import { Advertising } from '../../support/advertising.js';
import { createDatabase, Shop } from '../../support/shop.js';

@Entity({ schema: 'write', name: 'notes' })
class Note {
  static readonly category = 'note';

  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('text')
  text!: string;

  /** A column that was added later. An upcaster sets it for older notes. */
  @Column('text')
  color!: string;

  /** A column that no event carries. */
  @Column('integer', { default: 0 })
  shelf!: number;

  @Column('integer')
  version!: number;

  get data() {
    return { id: this.id, text: this.text, color: this.color, shelf: this.shelf };
  }
}

class NoteWritten {
  static readonly type = 'note_written_v1';
  static readonly schema = 2;
  static readonly upcasters = { 1: (data: object) => ({ ...data, color: 'yellow' }) };
  constructor(readonly data: { id: number; text: string; color: string }) {}
}

class NotePainted {
  static readonly type = 'note_painted_v1';
  constructor(readonly data: { id: number; color: string }) {}
}

class NoteRead {
  static readonly type = 'note_read_v1';
  constructor(readonly data: { id: number; by: string }) {}
}

@Module({ imports: [TypeOrmModule.forFeature([Note])] })
class NotesModule {
  constructor(types: EventTypes) {
    types.register(Note.category, { NoteWritten, NotePainted, NoteRead });
  }
}

let shop: Shop;
beforeAll(async () => {
  const database = await createDatabase();
  shop = await Shop.open({}, [NotesModule], database);
  await shop.db.query(`
    CREATE TABLE write.notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL, color text NOT NULL,
      shelf integer NOT NULL DEFAULT 0, version integer NOT NULL);
    GRANT SELECT, INSERT, UPDATE, DELETE ON write.notes TO kronika_write`);
});
afterAll(async () => {
  await shop.close();
  await shop.database.drop();
});

const verifyNotes = () => shop.app.get(VerifyRows).ofTypes([NoteWritten.type], 10);

async function write(text: string, color: string): Promise<Note> {
  const note = Object.assign(new Note(), { text, color });
  await shop.app.get(EventLog).transaction(new CommandMeta(), async ({ rows, append }) => {
    const { id } = await rows.insert(note);
    append(note, new NoteWritten({ id, text, color }));
  });
  return note;
}

/** Changes a note by an event that carries only a part of the row. */
const change = (id: number, changes: Partial<Note>, event: { data: unknown }) =>
  shop.app.get(EventLog).transaction(new CommandMeta(), async ({ rows, append }) => {
    const note = await rows.lock(Note, id);
    await rows.save(Object.assign(note, changes));
    append(note, event);
  });

describe('rows are compared with', () => {
  it('events that carry a part of the row, or nothing of it', async () => {
    const { id } = await write('Buy mugs', 'red');
    await change(id, { color: 'blue' }, new NotePainted({ id, color: 'blue' }));
    for (let n = 0; n < 120; n++) await change(id, {}, new NoteRead({ id, by: `Jana ${n}` }));
    expect(await verifyNotes()).toEqual({ differing: 0, rows: [] });
    await shop.db.query(`UPDATE write.notes SET text = 'Buy cups', color = 'red' WHERE id = $1`, [id]);
    expect(await verifyNotes()).toMatchObject({
      differing: 1,
      rows: [
        {
          table: 'write.notes',
          key: { id },
          expected: { text: 'Buy mugs', color: 'blue' },
          found: { text: 'Buy cups', color: 'red' },
        },
      ],
    });
    await shop.db.query(`UPDATE write.notes SET text = 'Buy mugs', color = 'blue' WHERE id = $1`, [id]);
  });

  it('events of an earlier form, as today’s code reads them', async () => {
    const ads = await Advertising.of(shop);
    const { rows } = await shop.db.query(
      `INSERT INTO write.notes (text, color, version) VALUES ('Old', 'yellow', 1) RETURNING id`,
    );
    const id = Number(rows[0].id);
    await ads.append([{ stream: `note-${id}`, version: 1, type: NoteWritten.type, schema: 1, data: { id, text: 'Old' } }]);
    expect(await verifyNotes()).toEqual({ differing: 0, rows: [] });
    await shop.db.query('DELETE FROM write.notes WHERE id = $1', [id]);
    expect(await verifyNotes()).toMatchObject({
      rows: [{ key: { id }, expected: { text: 'Old', color: 'yellow' }, found: null }],
    });
  });
});
