import { inject } from '@angular/core';
import { type Route, Router } from '@angular/router';
import type { IconName } from '../ui/icon.js';

/** A page that the navigation shows. */
export interface Page {
  readonly path: string;
  readonly title: string;
  readonly icon: IconName;
  /** The key that opens the page after `g`. */
  readonly key?: string;
  readonly load: NonNullable<Route['loadComponent']>;
  /** Pages below it, such as that of one entity. They are not in the navigation. */
  readonly below?: readonly Route[];
}

/** The pages of the admin in the order of the navigation. A new page is a folder beside this file, and a line here. */
export const PAGES: readonly Page[] = [
  {
    path: '',
    title: 'Home',
    icon: 'home',
    key: 'h',
    load: () => import('./home/home.page.js').then((file) => file.HomePage),
  },
  {
    path: 'campaigns',
    title: 'Campaigns',
    icon: 'campaign',
    key: 'c',
    load: () => import('./campaigns/campaigns.page.js').then((file) => file.CampaignsPage),
    below: [
      {
        path: 'campaigns/:id',
        title: 'Campaign',
        loadComponent: () => import('./campaign/campaign.page.js').then((file) => file.CampaignPage),
      },
    ],
  },
  {
    path: 'creatives',
    title: 'Creatives',
    icon: 'film',
    key: 'a',
    load: () => import('./creatives/creatives.page.js').then((file) => file.CreativesPage),
    below: [
      {
        path: 'creatives/:id',
        title: 'Creative',
        loadComponent: () => import('./creatives/creative.page.js').then((file) => file.CreativePage),
      },
    ],
  },
  {
    path: 'portfolios',
    title: 'Portfolios',
    icon: 'portfolios',
    key: 'p',
    load: () => import('./portfolios/portfolios.page.js').then((file) => file.PortfoliosPage),
    below: [
      {
        path: 'portfolios/:id',
        redirectTo: ({ params }) => inject(Router).createUrlTree(['/portfolios'], { queryParams: { website: params.id } }),
      },
    ],
  },
  {
    path: 'try',
    title: 'Try it',
    icon: 'test',
    key: 't',
    load: () => import('./try/try.page.js').then((file) => file.TryPage),
  },
  {
    path: 'orders',
    title: 'Orders',
    icon: 'orders',
    key: 'o',
    load: () => import('./orders/orders.page.js').then((file) => file.OrdersPage),
    below: [
      {
        path: 'orders/:id',
        title: 'Order',
        loadComponent: () => import('./order/order.page.js').then((file) => file.OrderPage),
      },
    ],
  },
  {
    path: 'reports',
    title: 'Reports',
    icon: 'reports',
    key: 'r',
    load: () => import('./reports/reports.page.js').then((file) => file.ReportsPage),
  },
  {
    path: 'log',
    title: 'Log',
    icon: 'log',
    key: 'l',
    load: () => import('./log/log.page.js').then((file) => file.LogPage),
    below: [
      {
        path: 'log/:position',
        title: 'Event',
        loadComponent: () => import('./log/event.page.js').then((file) => file.EventPage),
      },
    ],
  },
  {
    path: 'views',
    title: 'Views',
    icon: 'views',
    key: 'v',
    load: () => import('./views/views.page.js').then((file) => file.ViewsPage),
  },
];

export const ROUTES: Route[] = [
  ...PAGES.flatMap(({ path, title, load, below = [] }) => [
    { path, pathMatch: 'full' as const, title, loadComponent: load },
    ...below,
  ]),
  {
    path: '**',
    title: 'Not found',
    loadComponent: () => import('./not-found/not-found.page.js').then((file) => file.NotFoundPage),
  },
];
