import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { type DatabaseAccess, KronikaModule } from './kronika.module.js';
import type { KronikaApp } from './kronika-app.js';
import type { Settings } from './settings.js';

/** The root module: the engine and an app on it. */
@Module({})
export class RootModule {
  /** @param modules more modules beside the app's own */
  static of({ module, about }: KronikaApp, settings: Settings, access: DatabaseAccess, modules: Type[] = []): DynamicModule {
    return { module: RootModule, imports: [KronikaModule.forRoot(settings, access, about), module, ...modules] };
  }
}
