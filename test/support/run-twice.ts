import { Global, Module } from '@nestjs/common';
import { REHEARSE_WORK } from '../../src/shared/event-log/event-log.js';

/**
 * Makes the log run the work of each command twice, the first time rolled back. Work that is not safe to run again
 * then shows it. `KRONIKA_TEST_RUN_TWICE=1 npx vitest run …` opens every `Shop` so.
 */
@Global()
@Module({ providers: [{ provide: REHEARSE_WORK, useValue: true }], exports: [REHEARSE_WORK] })
export class RunTwice {}
