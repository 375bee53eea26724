import { bootstrapApplication } from '@angular/platform-browser';
import { appConfig } from './app/app.config.js';
import { App } from './app/app.js';
import { applyTheme } from './app/ui/theme.js';

applyTheme();
await bootstrapApplication(App, appConfig);
