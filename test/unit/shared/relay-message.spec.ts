import { describe, expect, it } from 'vitest';
import { bodyOf, headersOf, percentEncoded, type RelayedEvent, subjectOf } from '../../../src/shared/relay/message.js';
import { readSettings } from '../../../src/shared/settings.js';

const event: RelayedEvent = {
  position: 7,
  stream: 'order-42',
  version: 2,
  type: 'order_updated_v1',
  schema: 1,
  data: '{"id": 42}',
  metadata: { commandId: 'c', actor: 'Ann', correlationId: 'r', causationId: null },
  time: '2026-11-29T10:00:00.000Z',
};

describe('the subject of an event', () => {
  it.each([
    ['order_created_v1', 'order-42', 'kronika.main.events.order_created_v1.order.42'],
    ['CampaignCreated', 'campaign-0b7c9f3e-6a3e', 'kronika.main.events.CampaignCreated.campaign.0b7c9f3e-6a3e'],
    ['a.b c*>', 'x-ů\n.1', 'kronika.main.events.a_b_c__.x.___1'],
    ['', 'alone', 'kronika.main.events._.alone.alone'],
    ['t', 'x-', 'kronika.main.events.t.x._'],
  ])('of %j of %j has only letters, digits, - and _ in each token', (type, stream, subject) => {
    expect(subjectOf('main', { type, stream })).toBe(subject);
  });

  it('stays short', () => {
    expect(subjectOf('main', { type: 't'.repeat(9_000), stream: `x-${'1'.repeat(9_000)}` }).length).toBeLessThan(1_000);
  });
});

describe('a header', () => {
  it.each([
    ['Ann', 'Ann'],
    ['Ann\r\nNats-Msg-Id: 1', 'Ann%0D%0ANats-Msg-Id:%201'],
    ['😀 100 % "ů"', '%F0%9F%98%80%20100%20%25%20%22%C5%AF%22'],
    ['\ud800', '%EF%BF%BD'],
  ])('has %j percent-encoded', (text, encoded) => {
    expect(percentEncoded(text)).toBe(encoded);
  });

  it('of each attribute that there is', () => {
    const { traceparent, ...headers } = Object.fromEntries(headersOf('main', { ...event, schema: 1_002 }, 5));
    expect(traceparent).toBeUndefined();
    expect(headers).toEqual({
      'ce-specversion': '1.0',
      'ce-id': '7',
      'ce-source': '/kronika/main',
      'ce-type': 'order_updated_v1',
      'ce-subject': 'order-42',
      'ce-time': '2026-11-29T10:00:00.000Z',
      'ce-datacontenttype': 'application/json',
      'ce-partitionkey': 'order-42',
      'ce-previous': '5',
      'ce-version': '2',
      'ce-schema': '2',
      'ce-commandid': 'c',
      'ce-actor': 'Ann',
      'ce-correlationid': 'r',
    });
  });
});

describe('a body', () => {
  const texts = { fields: ['name'], erase: async () => undefined };

  it('has the data as the log has them', () => {
    expect(bodyOf({ data: '{"price": 1.10, "id": 12345678901234567890}' })).toBe(
      '{"data": {"price": 1.10, "id": 12345678901234567890}}',
    );
  });

  it.each(['{"$sealed": "abc"}', '"Ann\'s mug"', '"[erased]"'])('has no text of a person, which the log has as %s', (name) => {
    expect(JSON.parse(bodyOf({ data: `{"id": 1, "name": ${name}}` }, texts))).toEqual({ data: { id: 1, name: '[sealed]' } });
  });

  it('has no sealed text of a category that this release does not know', () => {
    expect(JSON.parse(bodyOf({ data: '{"id": 1, "motto": {"$sealed": "abc"}}' }))).toEqual({
      data: { id: 1, motto: '[sealed]' },
    });
  });
});

describe('the settings of the relay', () => {
  const ROLES = 'relay';
  const form = /^RELAY_URL must look like nats:\/\/user:password@host:4222/;

  it.each<[NodeJS.ProcessEnv, RegExp]>([
    [{}, /^RELAY_URL must be set, since ROLES has relay/],
    [{ RELAY_URL: 'http://broker:4222' }, form],
    [{ RELAY_URL: 'broker:4222' }, form],
    [{ RELAY_URL: 'nats://broker:4222,' }, form],
    [{ RELAY_URL: 'nats://broker:4222,,nats://other' }, form],
    [{ RELAY_URL: 'nats://broker:4222/path?x=1' }, form],
    [{ RELAY_URL: 'nats://ann:p%zz@broker' }, form],
    [{ RELAY_URL: 'nats://ann:p@ss@broker' }, form],
    [{ RELAY_URL: 'nats://ann:p@a,nats://ann:q@b' }, /^RELAY_URL must have the same user and password for each server/],
    [{ RELAY_URL: 'nats://a', RELAY_STREAM: 'orders.*' }, /^RELAY_STREAM must be/],
    [{ RELAY_URL: 'nats://a', RELAY_CELL: 'Praha ☃' }, /^RELAY_CELL must be/],
  ])('refuse %j, without its secrets', (environment, refusal) => {
    expect(() => readSettings({ ROLES, ...environment })).toThrow(refusal);
    expect(() => readSettings({ ROLES, ...environment })).not.toThrow(/p@ss|p%zz|:q@/);
  });

  it.each(['relay,relay', 'web,web', 'relay,', 'king'])('refuse ROLES=%s', (ROLES) => {
    expect(() => readSettings({ ROLES, RELAY_URL: 'nats://a' })).toThrow(/^ROLES must be of web, worker, views and relay/);
  });

  it('accept several servers of one user', () => {
    const RELAY_URL = 'nats://ann:p%40ss@a:4222, tls://ann:p%40ss@[::1]:4223,nats://ann:p%40ss@b.example';
    expect(readSettings({ ROLES: 'web,worker,relay', RELAY_URL }).RELAY_URL).toHaveLength(3);
    expect(readSettings({ RELAY_STREAM: 'SHOP' }).RELAY_URL).toEqual([]);
  });
});
