import { Module } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { AppOperations } from '#kronika';
import { BeginDemoHandler, DEMO } from './begin-demo.command.js';
import { DemoController } from './demo.controller.js';
import { DemoRun } from './demo-run.js';
import { saveSampleVideo } from './sample-video.js';

/** The defaults of `npm run demo`. */
const [SEED, SIZE] = [1, 'medium'];

/** Interval between reports of the progress to the operation. */
const PROGRESS_REPORT_INTERVAL_MS = 100;

@Module({ controllers: [DemoController], providers: [BeginDemoHandler] })
export class DemoModule {
  constructor(operations: AppOperations, bus: CommandBus, modules: ModuleRef) {
    operations.register(DEMO, async ({ createdAt, stopping, progress }) => {
      // The date of the request, so that a run that continues after a restart makes the same commands.
      const run = new DemoRun({ seed: SEED, size: SIZE, date: createdAt.toISOString() }, bus, stopping);
      const telling = setInterval(() => progress(run.done, run.total), PROGRESS_REPORT_INTERVAL_MS);
      try {
        await saveSampleVideo(modules);
        if (!(await run.run())) return undefined;
      } finally {
        clearInterval(telling);
        progress(run.done, run.total);
      }
      return { seed: SEED, size: SIZE, commands: run.total, refused: Object.fromEntries(run.refused) };
    });
  }
}
