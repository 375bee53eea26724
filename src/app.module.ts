import { Module } from '@nestjs/common';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { DeliveryModule } from './campaigns/delivery/delivery.module.js';
import { CampaignViewsModule } from './campaigns/views/campaign-views.module.js';
import { DemoModule } from './demo/demo.module.js';
import { GoodsModule } from './goods/goods.module.js';
import { OrderHistoryModule } from './order-history/order-history.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { OverviewModule } from './overview/overview.module.js';

@Module({
  imports: [
    OrdersModule,
    GoodsModule,
    OrderHistoryModule,
    CampaignsModule,
    CampaignViewsModule,
    DeliveryModule,
    OverviewModule,
    DemoModule,
  ],
})
export class AppModule {}
