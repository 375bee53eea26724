import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../support/root.js';

const bench = (file: string) => import(pathToFileURL(join(ROOT, 'bench', file)).href);
const { inTurns, median, percentile, ratio, difference } = await bench('harness.mjs');
const { load } = await bench('load.mjs');

describe('the tools of the benchmarks', () => {
  it('let sides take turns, each first in every other round, after all have warmed up', async () => {
    const turns: string[] = [];
    const side = (name: string) => () => turns.push(name);
    const results = await inTurns({ a: side('a'), b: side('b') }, { rounds: 3, warmUps: 1 });
    expect(turns.join('')).toBe('ab' + 'ab' + 'ba' + 'ab');
    expect(results).toEqual({ a: [3, 6, 7], b: [4, 5, 8] });
  });

  it('compute median and percentiles', () => {
    expect(median([10, 9, 1])).toBe(9);
    expect(median([10, 9, 1, 2])).toBe(5.5);
    const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);
    expect([0, 0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([1, 50, 99, 100]);
  });

  it('compare round by round, not median with median', () => {
    const line = ratio({ ...sides([10, 200, 30], [10, 100, 10]), must: 2, dream: 2.1 });
    expect(line.compared).toEqual({ median: 2, least: 1, most: 3 });
    expect(line).toMatchObject({ kronika: 30, against: 10, must: { isMet: true }, dream: { isMet: false } });
    const lower = ratio({ ...sides([3, 3, 3], [1, 1, 1]), must: 3, dream: 2.9, isLowerBetter: true });
    expect(lower).toMatchObject({ must: { isMet: true }, dream: { isMet: false } });
    expect(difference({ ...sides([3, 4], [1, 1]), must: 2 })).toMatchObject({
      compared: { median: 2.5 },
      must: { isMet: false },
    });
  });

  it('refuse rounds without a counterpart, and values that are no numbers', () => {
    expect(() => ratio({ ...sides([1, 2], [1]), must: 1 })).toThrow('2 rounds of Kronika, 1 of the peer');
    expect(() => ratio({ ...sides([1], [0]), must: 1 })).toThrow('no numbers');
  });
});

describe('the load', () => {
  let server: Server;
  let bodies: string[];
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const created = (n: number) => ({ method: 'POST', path: '/things', body: { n, name: 'Žluťoučký' } });

  beforeEach(async () => {
    bodies = [];
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text) => (body += text));
      request.on('end', () => {
        bodies.push(body);
        const { n } = JSON.parse(body);
        // With a length, without a body, and in chunks.
        if (n % 3 === 0) response.writeHead(201).end('Žluťoučký kůň'.repeat(9_000));
        else if (n % 3 === 1) response.writeHead(204).end();
        else response.writeHead(409).write('one', () => response.end('two'));
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('sends each request once and takes the time of each answer', async () => {
    const result = await load({ url: url(), connections: 7, amount: 3_000, request: created });
    expect(result.statuses).toEqual({ 201: 1_000, 204: 1_000, 409: 1_000 });
    expect(result.latencies).toHaveLength(3_000);
    expect(result.latencies.every((time: number) => time > 0)).toBe(true);
    expect(new Set(bodies.map((body) => JSON.parse(body).n)).size).toBe(3_000);
    expect(bodies.every((body) => JSON.parse(body).name === 'Žluťoučký')).toBe(true);
  });

  it('holds a rate, and ends in time', async () => {
    const { latencies } = await load({ url: url(), connections: 4, seconds: 0.5, rate: 200, request: created });
    expect(latencies.length).toBeGreaterThan(90);
    expect(latencies.length).toBeLessThanOrEqual(101);
    const { latencies: all } = await load({ url: url(), connections: 1, seconds: 0.2, request: created });
    expect(all.length).toBe(bodies.length - latencies.length);
  });

  it('fails with the connection', async () => {
    server.removeAllListeners('request').on('request', (request) => request.socket.destroy());
    await expect(load({ url: url(), connections: 2, amount: 10, request: created })).rejects.toThrow('closed by the server');
  });
});

const sides = (kronika: number[], against: number[]) => ({ measured: 'it', unit: 'ms', peer: 'the peer', kronika, against });
