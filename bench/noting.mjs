/** An app with two handlers that write a row for each event: one event at a time, and a hundred at once. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { EventsHandler } from '@nestjs/cqrs';
import { EventTypes, InBatches, start } from '../dist/src/shared/kronika.js';

class NotedOne {
  static type = 'NotedOne';
  constructor(data) {
    this.data = data;
  }
}

class NotedMany {
  static type = 'NotedMany';
  constructor(data) {
    this.data = data;
  }
}

class NoteOne {
  handle({ data }, { manager }) {
    return manager.query('INSERT INTO public.notes (n, text) VALUES ($1, $2)', [data.n, data.text]);
  }
}
EventsHandler(NotedOne)(NoteOne);

class NoteMany {
  handle(events, { manager }) {
    return manager.query('INSERT INTO public.notes (n, text) SELECT * FROM unnest($1::int[], $2::text[])', [
      events.map(({ data }) => data.n),
      events.map(({ data }) => data.text),
    ]);
  }
}
InBatches(100)(NoteMany);
EventsHandler(NotedMany)(NoteMany);

class NotingModule {
  constructor(types) {
    types.register('note', { NotedOne, NotedMany });
  }
}
Reflect.defineMetadata('design:paramtypes', [EventTypes], NotingModule);
Module({ providers: [NoteOne, NoteMany] })(NotingModule);

await start({ module: NotingModule });
