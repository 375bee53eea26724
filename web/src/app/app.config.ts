import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import {
  type ApplicationConfig,
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  provideZonelessChangeDetection,
} from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding } from '@angular/router';
import { noticeSignOut } from './api/session.js';
import { Changes } from './outbox/changes.js';
import { ROUTES } from './pages/pages.js';
import { PageTitles } from './ui/page-titles.js';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
    provideHttpClient(withFetch(), withInterceptors([noticeSignOut])),
    provideRouter(ROUTES, withComponentInputBinding()),
    provideAppInitializer(() => inject(Changes).opened),
    { provide: TitleStrategy, useClass: PageTitles },
  ],
};
