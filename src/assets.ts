import { join } from 'node:path';

/** Relative to this file, the folder is in the same place in `dist/src` as in the bundle in `dist/start`. */
export const SAMPLE_VIDEO = join(import.meta.dirname, '../assets/ad.mp4');
