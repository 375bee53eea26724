import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { CampaignViewsModule } from './campaigns/views/campaign-views.module.js';
import { GoodsModule } from './goods/goods.module.js';
import { OrderHistoryModule } from './order-history/order-history.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { type DatabaseAccess, KronikaModule } from './shared/kronika.module.js';
import type { Settings } from './shared/settings.js';

@Module({})
export class AppModule {
  static forRoot(settings: Settings, access: DatabaseAccess, modules: Type[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [
        KronikaModule.forRoot(settings, access),
        OrdersModule,
        GoodsModule,
        OrderHistoryModule,
        CampaignsModule,
        CampaignViewsModule,
        ...modules,
      ],
    };
  }
}
