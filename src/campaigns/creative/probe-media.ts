import { type FileHandle, open } from 'node:fs/promises';
import type { InputVideoTrack } from 'mediabunny';
import { Refusal } from '#kronika';
import type { CreativeMedia } from './creative.events.js';

export type MediaType = CreativeMedia['type'];

export const MEDIA_TYPES: readonly MediaType[] = ['video/mp4', 'video/webm'];

/** The codecs that browsers decode, by mediabunny's names. */
const CODECS: Readonly<Record<MediaType, readonly string[]>> = {
  'video/mp4': ['avc', 'av1', 'vp9'],
  'video/webm': ['vp8', 'vp9', 'av1'],
};

/** Bounds the work of probing. At 60 frames a second it is nearly an hour. */
const MAX_PACKETS = 200_000;

/** The index of an hour of video is far smaller. It is read into the memory. */
const MAX_INDEX_BYTES = 8 * 1024 * 1024;

/** A shorter video can't be shown: its quartiles would all be one moment. */
const MIN_DURATION_S = 0.1;

/** What ends before the index says by more than this is cut off. A frame of 5 a second is as long. */
const MAX_MISSING_S = 0.2;

/** The properties of a video that its file tells. */
export type Probed = Pick<CreativeMedia, 'width' | 'height' | 'durationMs' | 'codec'>;

const unreadable = (detail: string) => new Refusal('media.unreadable', detail);

/**
 * Reads what a video file is, and checks that it is whole: every frame is read.
 *
 * @param bytes the size of the file
 * @throws Refusal `media.empty`, `media.unreadable`, `media.truncated`, `media.codec-unsupported`,
 * `media.without-duration`
 */
export async function probeMedia(path: string, type: MediaType, bytes: number): Promise<Probed> {
  if (bytes === 0) throw new Refusal('media.empty', 'The file is empty.');
  await (type === 'video/mp4' ? requireWholeBoxes : requireWholeSegment)(path, bytes);
  // Loaded at the first upload, because most processes never need it.
  const { EncodedPacketSink, FilePathSource, Input, MP4, UnsupportedInputFormatError, WEBM } = await import('mediabunny');
  const input = new Input({ source: new FilePathSource(path), formats: [type === 'video/mp4' ? MP4 : WEBM] });
  try {
    const track = await supportedTrack(await input.getVideoTracks(), type);
    const sink = new EncodedPacketSink(track);
    let [packets, start, end] = [0, Number.POSITIVE_INFINITY, 0];
    for await (const { timestamp, duration } of sink.packets()) {
      start = Math.min(start, timestamp);
      end = Math.max(end, timestamp + duration);
      if (++packets > MAX_PACKETS) throw unreadable(`The video has more than ${MAX_PACKETS} frames.`);
    }
    const duration = await track.computeDuration();
    if (packets === 0 ? duration > 0 : end < duration - MAX_MISSING_S) throw truncated();
    if (packets === 0 || end - start < MIN_DURATION_S)
      throw new Refusal('media.without-duration', `A video must last at least ${MIN_DURATION_S} s.`);
    const [width, height, codec] = await Promise.all([
      track.getDisplayWidth(),
      track.getDisplayHeight(),
      track.getCodecParameterString(),
    ]);
    if (!(width > 0 && height > 0)) throw unreadable('The video has no width or no height.');
    return {
      width,
      height,
      durationMs: Math.round((Math.max(end, duration) - start) * 1_000),
      codec: codec ?? String(await track.getCodec()),
    };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const isOther = error instanceof UnsupportedInputFormatError;
    throw unreadable(isOther ? `The file is not ${type}.` : `The file can't be read as ${type}.`);
  } finally {
    input.dispose();
  }
}

const truncated = () => new Refusal('media.truncated', 'The file ends before its video does: it was cut off.');

async function supportedTrack(tracks: readonly InputVideoTrack[], type: MediaType): Promise<InputVideoTrack> {
  if (!tracks.length) throw unreadable('There is no video in the file, or its index (moov) is missing.');
  const codecs = await Promise.all(tracks.map((track) => track.getCodec()));
  const found = tracks.find((_, n) => CODECS[type].includes(codecs[n] ?? ''));
  if (found) return found;
  const detail = `Browsers play ${CODECS[type].join(', ')} in ${type}; this file has ${codecs.map((codec) => codec ?? 'an unknown codec').join(', ')}.`;
  throw new Refusal('media.codec-unsupported', detail);
}

const BOX_HEAD_BYTES = 16;

/** Follows the boxes of an mp4 file, whose lengths must add up to at most that of the file. */
async function requireWholeBoxes(path: string, bytes: number): Promise<void> {
  const file = await open(path);
  try {
    for (let at = 0; at + 8 <= bytes; ) {
      const { length, name } = await boxAt(file, at);
      // Length 0 stands for the rest of the file.
      if (length === 0) return;
      if (length < 8) throw unreadable('The file is not video/mp4.');
      if (name === 'moov' && length > MAX_INDEX_BYTES) throw unreadable('The index (moov) is larger than that of any ad.');
      if (at === 0 && name !== 'ftyp') throw unreadable('The file is not video/mp4.');
      if (at + length > bytes) throw truncated();
      at += length;
    }
  } finally {
    await file.close();
  }
}

async function boxAt(file: FileHandle, at: number): Promise<{ length: number; name: string }> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(BOX_HEAD_BYTES), 0, BOX_HEAD_BYTES, at);
  const name = buffer.toString('latin1', 4, 8);
  const length = buffer.readUInt32BE(0);
  // Length 1 stands for a length of 64 bits after the name.
  return { length: length === 1 && bytesRead === BOX_HEAD_BYTES ? Number(buffer.readBigUInt64BE(8)) : length, name };
}

/** The ids of EBML elements that a WebM file begins with (RFC 8794, RFC 9559), with their length markers. */
const EBML_HEADER = 0x1a45dfa3;
const SEGMENT = 0x18538067;

/** Reads the length of a WebM file's Segment, which recorders may leave open. */
async function requireWholeSegment(path: string, bytes: number): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1_024), 0, 1_024, 0);
    const header = bytesRead > 12 && buffer.readUInt32BE(0) === EBML_HEADER ? lengthAt(buffer, 4) : undefined;
    const at = header?.length === undefined ? undefined : header.end + header.length;
    if (at === undefined || at + 12 > bytesRead || buffer.readUInt32BE(at) !== SEGMENT)
      throw unreadable('The file is not video/webm.');
    const { length, end } = lengthAt(buffer, at + 4);
    if (length !== undefined && end + length > bytes) throw truncated();
  } finally {
    await file.close();
  }
}

/** @returns the length of an EBML element, undefined if it is open, and where its content begins */
function lengthAt(buffer: Buffer, at: number): { readonly length: number | undefined; readonly end: number } {
  const first = buffer.readUInt8(at);
  const octets = Math.clz32(first) - 23;
  // All bits set stand for an open length.
  let length = first & (0xff >> octets);
  let isOpen = length === 0xff >> octets;
  for (let n = 1; n < octets; n++) {
    const next = buffer.readUInt8(at + n);
    length = length * 256 + next;
    isOpen &&= next === 0xff;
  }
  return { length: isOpen ? undefined : length, end: at + octets };
}
