import type { LoggedEvent } from '../outbox/entry.js';
import type { IconName } from './icon.js';

type Named = Pick<LoggedEvent, 'stream' | 'entityId'> & { readonly data?: unknown };

/** An address in the admin. */
export interface Place {
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
}

const ICONS: Readonly<Record<string, IconName>> = {
  campaign: 'campaign',
  creative: 'film',
  portfolio: 'portfolios',
  publisher: 'portfolios',
  section: 'portfolios',
  order: 'orders',
  goods: 'orders',
};

/** `campaign` of the stream `campaign-018f…` */
export const categoryOf = ({ stream }: Pick<Named, 'stream'>): string => /^[^-]*/.exec(stream)?.[0] ?? '';

export const iconOf = (event: Pick<Named, 'stream'>): IconName => ICONS[categoryOf(event)] ?? 'log';

/** The page of the entity of an event; undefined: it has none. */
export function placeOf(event: Named): Place | undefined {
  const { entityId, data } = event;
  const category = categoryOf(event);
  if (category === 'campaign') return { path: ['/campaigns', entityId] };
  if (category === 'creative') return { path: ['/creatives', entityId] };
  if (category === 'portfolio') return { path: ['/portfolios', entityId] };
  if (category === 'publisher') return { path: ['/portfolios'], query: { publisherId: entityId } };
  if (category === 'order') return { path: ['/orders', entityId] };
  const orderId = category === 'goods' && (data as { order_id?: number } | undefined)?.order_id;
  return orderId ? { path: ['/orders', String(orderId)] } : undefined;
}

/** `saga leaveSections` of `saga LeaveSectionsSaga.leaveSections`, as actors and readers of the log are named. */
export const readerWords = (name: string): string => name.replace(/^(saga|handler) \w+\.(?=\w)/, '$1 ');
