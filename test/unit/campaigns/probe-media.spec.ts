import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MediaType, probeMedia } from '../../../src/campaigns/creative/probe-media.js';
import { rangeOf } from '../../../src/shared/http/files.js';
import { SAMPLE, shortSample, WITHOUT_MOOV, webmSample } from '../../support/media.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function probe(content: Buffer, type: MediaType = 'video/mp4') {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return probeMedia(path, type, content.length);
}

describe('a video file', () => {
  it('of H.264 in mp4 tells what it is', async () => {
    expect(await probe(SAMPLE)).toEqual({ width: 640, height: 360, durationMs: 6_000, codec: 'avc1.640c1e' });
    expect(await probe(await shortSample(25))).toMatchObject({ durationMs: 1_000 });
  });

  it('of VP8 in WebM tells what it is', async () => {
    expect(await probe(await webmSample(), 'video/webm')).toMatchObject({ width: 16, height: 16, durationMs: 500, codec: 'vp8' });
  });

  const box = (length: number, name: string) =>
    Buffer.concat([Buffer.from([0, 0, length >> 8, length & 255]), Buffer.from(name)]);
  const refused: [what: string, content: () => Buffer | Promise<Buffer>, code: string, type?: MediaType][] = [
    ['that is empty', () => Buffer.alloc(0), 'media.empty'],
    ['that is text', () => Buffer.from('I call myself a video.\n'.repeat(100)), 'media.unreadable'],
    ['that is text, called WebM', () => Buffer.from('I call myself a video.\n'.repeat(100)), 'media.unreadable', 'video/webm'],
    ['that is mp4, called WebM', () => SAMPLE, 'media.unreadable', 'video/webm'],
    ['without moov', () => WITHOUT_MOOV, 'media.unreadable'],
    ['of ftyp alone', () => SAMPLE.subarray(0, 28), 'media.unreadable'],
    ['with a box of length 1', () => Buffer.concat([SAMPLE.subarray(0, 28), box(1, 'free')]), 'media.unreadable'],
    ['without its last byte', () => SAMPLE.subarray(0, -1), 'media.truncated'],
    ['without its second half', () => SAMPLE.subarray(0, SAMPLE.length / 2), 'media.truncated'],
    ['cut off within moov', () => SAMPLE.subarray(0, 500), 'media.truncated'],
    ['whose frames end before its index says', () => withMdatOf(60_000), 'media.truncated'],
    ['of WebM without its last byte', async () => (await webmSample()).subarray(0, -1), 'media.truncated', 'video/webm'],
    ['of HEVC alone', () => shortSample(25, { codec: 'hevc' }), 'media.codec-unsupported'],
    ['of 0 s', () => shortSample(25, { stretch: 0.0001 }), 'media.without-duration'],
  ];
  it.each(refused)('%s is refused', async (_, content, code, type) => {
    await expect(probe(await content(), type)).rejects.toMatchObject({ code });
  });

  /** The sample cut off, with boxes whose lengths add up to its new size. */
  function withMdatOf(bytes: number): Buffer {
    const at = SAMPLE.indexOf('mdat') - 4;
    const cut = Buffer.from(SAMPLE.subarray(0, at + bytes));
    cut.writeUInt32BE(bytes, at);
    return cut;
  }
});

it.each([
  [undefined, undefined],
  ['bytes=0-', { first: 0, last: 99 }],
  ['bytes=5-9', { first: 5, last: 9 }],
  ['BYTES=90-1000', { first: 90, last: 99 }],
  ['bytes=-7', { first: 93, last: 99 }],
  ['bytes=-1000', { first: 0, last: 99 }],
  ['bytes=5-2', null],
  ['bytes=-0', null],
  ['bytes=100-', null],
  ['bytes=-', undefined],
  ['bytes=a-b', undefined],
  ['lines=1-2', undefined],
  [`bytes=${Array.from({ length: 100 }, (_, n) => `${n}-${n}`).join(',')}`, undefined],
])('the range %s of 100 bytes', (header, range) => expect(rangeOf(header, 100)).toEqual(range));
