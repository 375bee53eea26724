import { Module } from '@nestjs/common';
import { AppOperations, AppTables } from '#kronika';
import { FindCampaignDeliveryHandler } from './campaign-delivery.query.js';
import { CountedViews } from './counted-views.js';
import { Counting } from './counting.js';
import { FindDeliveryHandler } from './delivery-report.query.js';
import { FindForecastHandler } from './forecast.query.js';
import { checkLedger } from './ledger-check.js';
import { LedgerUpkeep } from './ledger-upkeep.js';
import { FindReasonsHandler } from './reasons-report.query.js';
import { ReportNames } from './report-names.js';
import { ReportsController } from './reports.controller.js';
import { VERIFY_LEDGER, VerifyLedgerHandler } from './verify-ledger.command.js';
import { VerifyLedgerController } from './verify-ledger.controller.js';

/** Counts views of ads, and reports what was counted. */
@Module({
  controllers: [ReportsController, VerifyLedgerController],
  providers: [
    CountedViews,
    { provide: Counting, useExisting: CountedViews },
    LedgerUpkeep,
    ReportNames,
    FindCampaignDeliveryHandler,
    FindDeliveryHandler,
    FindReasonsHandler,
    FindForecastHandler,
    VerifyLedgerHandler,
  ],
  exports: [Counting],
})
export class CountingModule {
  constructor(operations: AppOperations, tables: AppTables) {
    operations.register(VERIFY_LEDGER, async ({ stopping, progress }) => {
      const differences = await checkLedger(tables, Date.now(), stopping, progress);
      return differences && { differing: differences.length, differences };
    });
  }
}
