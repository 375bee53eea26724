import { createReadStream } from 'node:fs';
import type { ModuleRef } from '@nestjs/core';
import { SAMPLE_VIDEO } from '../assets.js';
import { MediaFiles } from '../campaigns/creative/media-files.js';
import { MediaStore } from '../campaigns/creative/media-store.js';

/** Saves the video that the creatives of demo data show, unless it is there. */
export async function saveSampleVideo(app: Pick<ModuleRef, 'get'>): Promise<void> {
  const [files, store] = [app.get(MediaFiles, { strict: false }), app.get(MediaStore, { strict: false })];
  const file = await files.write(createReadStream(SAMPLE_VIDEO) as AsyncIterable<Buffer>);
  try {
    await store.save(file, 'video/mp4');
  } finally {
    await files.discard(file);
  }
}
