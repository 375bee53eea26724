import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MediaSweeper } from '../../../src/campaigns/creative/media-sweeper.js';
import { UploadLimits } from '../../../src/shared/http/uploads.js';
import { Advertising } from '../../support/advertising.js';
import { SAMPLE, shortSample, WITHOUT_MOOV } from '../../support/media.js';
import { Shop } from '../../support/shop.js';
import { until } from '../../support/until.js';

let shop: Shop;
let ads: Advertising;
let campaign: string;
let folder: string;
let url: string;
beforeAll(async () => {
  // A folder of its own, because other shops clean up theirs.
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'kronika-media-'));
  folder = join(DATA_DIR, 'media');
  shop = await Shop.open({ DATA_DIR });
  ads = await Advertising.of(shop);
  campaign = await ads.campaign();
  url = await shop.app.getUrl();
});
afterAll(async () => {
  await shop.close();
  await rm(join(folder, '..'), { recursive: true });
});

const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex');

async function upload(creative: string, body: Buffer | ReadableStream, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/v1/creatives/${creative}/media`, {
    method: 'POST',
    headers: { 'content-type': 'video/mp4', ...headers },
    body: body as never,
    duplex: 'half',
  } as RequestInit);
  const text = await response.text();
  shop.position = Math.max(shop.position, Number(response.headers.get('event-position') ?? 0));
  return { status: response.status, etag: response.headers.get('etag'), body: text && JSON.parse(text) };
}

const media = (sha256: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${url}/v1/ads/media/${sha256}`, { method, headers });

/** The files and rows that there are of all uploads. */
async function kept() {
  const { rows } = await shop.db.query(`SELECT encode(sha256, 'hex') AS sha256 FROM delivery.media ORDER BY media.sha256`);
  return { files: (await readdir(folder).catch(() => [])).toSorted(), rows: rows.map(({ sha256 }) => sha256) };
}

describe('an upload', () => {
  it('gives a creative its video, which pages of every site can play', async () => {
    const creative = await ads.creative(campaign);
    expect(await upload(creative, SAMPLE)).toEqual({ status: 204, etag: '"2"', body: '' });
    const sha256 = sha256Of(SAMPLE);
    expect((await ads.get(`/v1/creatives/${creative}`)).media).toEqual({
      sha256,
      bytes: SAMPLE.length,
      type: 'video/mp4',
      width: 640,
      height: 360,
      durationMs: 6_000,
      codec: 'avc1.640c1e',
      bitrate: Math.round((SAMPLE.length * 8) / 6),
    });
    // Another machine has only the database.
    await rm(folder, { recursive: true });
    const answers = await Promise.all([1, 2, 3].map(() => media(sha256, { origin: 'https://news.example' })));
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).equals(SAMPLE)).toBe(true);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'video/mp4',
        etag: `"${sha256}"`,
        'cache-control': 'public, max-age=31536000, immutable',
        'accept-ranges': 'bytes',
        'cross-origin-resource-policy': 'cross-origin',
        'access-control-allow-origin': 'https://news.example',
        'access-control-allow-credentials': 'true',
        vary: expect.stringMatching(/origin/i),
      });
    }
    expect((await kept()).files).toEqual([`${sha256}.mp4`]);
  });

  it('of the same file again keeps one copy, and the approval', async () => {
    const [one, other] = [await ads.creative(campaign), await ads.creative(campaign)];
    await upload(one, SAMPLE);
    await ads.do('PUT', `/creatives/${one}/approval`, { state: 'approved' });
    const before = await kept();
    expect(await upload(one, SAMPLE)).toMatchObject({ status: 204, etag: '"3"' });
    expect((await upload(other, SAMPLE)).status).toBe(204);
    expect(await kept()).toEqual(before);
  });

  it('can be repeated with a key, and the key is bound to its content', async () => {
    const creative = await ads.creative(campaign);
    const key = { 'idempotency-key': randomUUID() };
    expect(await upload(creative, SAMPLE, key)).toMatchObject({ status: 204, etag: '"2"' });
    expect(await upload(creative, SAMPLE, key)).toMatchObject({ status: 204, etag: '"2"' });
    expect(await upload(creative, await shortSample(24), key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency.key-reused' },
    });
  });

  it('is refused before it is received if it is in vain', async () => {
    const tagged = await ads.creative(campaign, { tag: 'https://ads.example/vast' });
    const gone = await ads.creative(campaign);
    await ads.do('DELETE', `/creatives/${gone}`);
    const before = await kept();
    const file = await shortSample(20);
    expect(await upload(tagged, file)).toMatchObject({ status: 422, body: { code: 'creative.tag-with-media' } });
    expect(await upload(gone, file)).toMatchObject({ status: 409, body: { code: 'creative.deleted' } });
    expect(await upload(randomUUID(), file)).toMatchObject({ status: 404, body: { code: 'creative.not-found' } });
    const creative = await ads.creative(campaign);
    expect((await upload(creative, file, { 'if-match': '"7"' })).status).toBe(412);
    expect(await kept()).toEqual(before);
  });

  it.each<[string, () => Buffer | Promise<Buffer>, number, string, string?]>([
    ['empty', () => Buffer.alloc(0), 422, 'media.empty'],
    ['text called mp4', () => Buffer.from('I call myself a video.'), 422, 'media.unreadable'],
    ['without moov', () => WITHOUT_MOOV, 422, 'media.unreadable'],
    ['truncated', () => SAMPLE.subarray(0, 100_000), 422, 'media.truncated'],
    ['HEVC only', () => shortSample(25, { codec: 'hevc' }), 422, 'media.codec-unsupported'],
    ['0 s long', () => shortSample(25, { stretch: 0.0001 }), 422, 'media.without-duration'],
    ['of another type', () => SAMPLE, 415, 'request.content-type-unknown', 'video/quicktime'],
    ['JSON', () => Buffer.from('{}'), 415, 'request.content-type-unknown', 'application/json'],
  ])('that is %s is refused and leaves nothing', async (_, content, status, code, type = 'video/mp4') => {
    const creative = await ads.creative(campaign);
    const before = await kept();
    expect(await upload(creative, await content(), { 'content-type': type })).toMatchObject({ status, body: { code } });
    expect(await kept()).toEqual(before);
    expect((await ads.events(creative)).length).toBe(1);
  });

  it('over the limit is refused by its length, and as it comes', async () => {
    const creative = await ads.creative(campaign);
    const before = await kept();
    const answer = await raw(creative, `content-length: ${100 * 1024 * 1024 + 1}`, Buffer.alloc(0));
    expect(await answer.head).toContain('413');
    const piece = Buffer.alloc(1024 * 1024);
    let n = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        if (n++ < 102) controller.enqueue(piece);
        else controller.close();
      },
    });
    // The connection may close before the client has read the answer.
    const refused = await upload(creative, endless).catch(() => ({ status: 413 }));
    expect(refused.status).toBe(413);
    await until(async () => (await kept()).files.every((name) => !name.endsWith('.part')));
    expect(await kept()).toEqual(before);
  });

  it('that stalls or is aborted leaves nothing', async () => {
    const limits = shop.app.get(UploadLimits);
    const { patience } = limits;
    const creative = await ads.creative(campaign);
    const before = await kept();
    const aborted = await raw(creative, `content-length: ${SAMPLE.length}`, SAMPLE.subarray(0, 50_000));
    await until(async () => (await kept()).files.some((name) => name.endsWith('.part')));
    aborted.socket.destroy();
    await until(async () => (await kept()).files.every((name) => !name.endsWith('.part')));
    limits.patience = 50;
    const stalled = await raw(creative, `content-length: ${SAMPLE.length}`, SAMPLE.subarray(0, 50_000));
    expect(await stalled.head).toMatch(/^HTTP\/1.1 408 [\s\S]*request\.timeout/);
    limits.patience = patience;
    expect(await kept()).toEqual(before);
    expect((await ads.events(creative)).length).toBe(1);
  });

  /** Sends a part of an upload on a connection of its own, and keeps the connection open. */
  async function raw(creative: string, length: string, part: Buffer) {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
    const head = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (piece) => {
        text += piece;
      });
      socket.on('close', () => resolve(text));
    });
    socket.on('error', () => undefined);
    socket.write(
      `POST /v1/creatives/${creative}/media HTTP/1.1\r\nhost: localhost\r\ncontent-type: video/mp4\r\n${length}\r\n\r\n`,
    );
    socket.write(part);
    return { socket, head };
  }
});

describe('a media file', () => {
  const sha256 = sha256Of(SAMPLE);
  beforeAll(async () => void (await upload(await ads.creative(campaign), SAMPLE)));

  it.each([
    ['bytes=0-9', 206, 0, 9],
    ['bytes=128000-', 206, 128_000, SAMPLE.length - 1],
    ['bytes=-5', 206, SAMPLE.length - 5, SAMPLE.length - 1],
    [`bytes=${Array.from({ length: 100 }, (_, n) => `${n * 2}-${n * 2}`).join(',')}`, 200, 0, SAMPLE.length - 1],
  ])('in the range %s', async (range, status, first, last) => {
    const answer = await media(sha256, { range });
    expect(answer.status).toBe(status);
    expect(Buffer.from(await answer.arrayBuffer()).equals(SAMPLE.subarray(first, last + 1))).toBe(true);
    expect(answer.headers.get('content-range')).toBe(status === 206 ? `bytes ${first}-${last}/${SAMPLE.length}` : null);
    const head = await media(sha256, { range }, 'HEAD');
    expect([head.status, head.headers.get('content-length')]).toEqual([status, String(last - first + 1)]);
  });

  it.each(['bytes=5-2', 'bytes=-0', 'bytes=999999-'])('has no range %s', async (range) => {
    const answer = await media(sha256, { range });
    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe(`bytes */${SAMPLE.length}`);
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(await answer.json()).toMatchObject({ code: 'request.range-not-satisfiable' });
  });

  it('is sent once, and whole if a range is of another file', async () => {
    expect((await media(sha256, { 'if-none-match': `"${sha256}"` })).status).toBe(304);
    expect((await media(sha256, { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
    expect((await media(sha256, { range: 'bytes=0-9', 'if-range': `"${sha256}"` })).status).toBe(206);
  });

  it('that nobody uploaded is not found', async () => {
    const answer = await media('ab'.repeat(32));
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'media.not-found' });
    expect((await media('AB'.repeat(32))).status).toBe(400);
    expect((await media('..%2f..%2fetc%2fpasswd')).status).toBe(400);
  });
});

it('a file that no creative has is deleted after a day, unless an undo may bring it back', async () => {
  const sweeper = shop.app.get(MediaSweeper);
  const [first, second, third] = await Promise.all([shortSample(10), shortSample(11), shortSample(12)]);
  const [creative, other] = [await ads.creative(campaign), await ads.creative(campaign)];
  for (const file of [first, second]) expect((await upload(creative, file)).status).toBe(204);
  expect((await upload(other, third)).status).toBe(204);
  await ads.do('DELETE', `/creatives/${other}`);
  const has = async (file: Buffer) => {
    const { files, rows } = await kept();
    return [files.includes(`${sha256Of(file)}.mp4`), rows.includes(sha256Of(file))];
  };
  const aDayLater = async () => {
    await shop.db.query(`UPDATE delivery.media SET unused_since = unused_since - interval '25 hours'`);
    for (const name of await readdir(folder)) await utimes(join(folder, name), 0, 0);
  };
  await sweeper.sweep();
  expect(await has(third), 'for a day').toEqual([true, true]);
  await aDayLater();
  await sweeper.sweep();
  expect(await Promise.all([first, second, third].map(has))).toEqual([
    [true, true],
    [true, true],
    [false, false],
  ]);
  expect((await media(sha256Of(third))).status).toBe(404);
  const { rows } = await shop.db.query('SELECT count(*)::int AS left FROM delivery.media_chunks WHERE sha256 = $1', [
    Buffer.from(sha256Of(third), 'hex'),
  ]);
  expect(rows).toEqual([{ left: 0 }]);
});
