import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BufferSource,
  BufferTarget,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { ROOT } from './root.js';

/** Six seconds of H.264, 640 × 360, with the index (moov) before the frames. */
export const SAMPLE = readFileSync(join(ROOT, 'assets/ad.mp4'));

/** The sample's first frames, made anew so that each number of them is another file. */
export async function shortSample(frames: number, { codec = 'avc' as 'avc' | 'hevc', stretch = 1 } = {}): Promise<Buffer> {
  const input = new Input({ source: new BufferSource(SAMPLE), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('The sample has no video');
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target: new BufferTarget() });
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source);
  await output.start();
  const config = await track.getDecoderConfig();
  const decoderConfig = { ...config, ...(codec === 'hevc' ? { codec: 'hvc1.1.6.L93.B0' } : {}) };
  let n = 0;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (n++ === frames) break;
    const { timestamp, duration } = packet;
    const changed = packet.clone({ timestamp: timestamp * stretch, duration: duration * stretch });
    await source.add(changed, { decoderConfig } as never);
  }
  await output.finalize();
  input.dispose();
  return Buffer.from(output.target.buffer as ArrayBuffer);
}

/** Half a second and a last frame of VP8, 16 × 16, whose frames no decoder would accept: only the container is read. */
export async function webmSample(): Promise<Buffer> {
  const { EncodedPacket } = await import('mediabunny');
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source);
  await output.start();
  for (let n = 0; n < 6; n++) {
    const packet = new EncodedPacket(new Uint8Array(1_000).fill(n), n ? 'delta' : 'key', n / 10, 0.1);
    await source.add(packet, { decoderConfig: { codec: 'vp8', codedWidth: 16, codedHeight: 16 } });
  }
  await output.finalize();
  return Buffer.from(output.target.buffer as ArrayBuffer);
}

/** The sample without its index. */
export const WITHOUT_MOOV = Buffer.concat([SAMPLE.subarray(0, 28), SAMPLE.subarray(SAMPLE.indexOf('mdat') - 4)]);
