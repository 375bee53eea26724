import type { CreativeMedia } from './creative.events.js';

/** The video in `assets/ad.mp4`, which demo data and the examples of the API's document use. */
export const SAMPLE_MEDIA: CreativeMedia = {
  sha256: '706bb270ca518c11b82311da84d18ffb0743c3403c8413cfb46b69dd4be7c3e2',
  bytes: 128_405,
  type: 'video/mp4',
  width: 640,
  height: 360,
  durationMs: 6_000,
  codec: 'avc1.640c1e',
  bitrate: 171207,
};
