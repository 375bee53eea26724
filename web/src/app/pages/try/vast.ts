/** An ad of a VAST document, as far as the player of the admin needs it. */
export interface PlayableAd {
  readonly id: string;
  readonly title: string;
  /** The address of the video; undefined: a third party has it. */
  readonly video: string | undefined;
  /** The address of the third party's VAST, if it is one. */
  readonly wrapped: string | undefined;
  /** Where a click leads; undefined: nowhere. */
  readonly clickThrough: string | undefined;
  /** Seconds until it may be skipped; undefined: never. */
  readonly skipAfter: number | undefined;
  /** The addresses to call for each event, by Kronika's names of events. */
  readonly beacons: ReadonlyMap<string, readonly string[]>;
}

/** The elements outside of `TrackingEvents` that name an address for an event. */
const ADDRESSES: readonly [selector: string, event: string][] = [
  ['Impression', 'impression'],
  ['Viewable', 'viewable'],
  ['ClickTracking', 'click'],
  ['InLine > Error, Wrapper > Error', 'error'],
];

const text = (element: Element | null | undefined): string | undefined => element?.textContent?.trim() || undefined;

/** @returns the ads in the order of their sequence; undefined: this is no VAST */
export function readVast(document: string): PlayableAd[] | undefined {
  const root = new DOMParser().parseFromString(document, 'text/xml').documentElement;
  if (root.nodeName !== 'VAST') return undefined;
  const ads = [...root.querySelectorAll(':scope > Ad')];
  return ads
    .map((ad) => ({ ad, sequence: Number(ad.getAttribute('sequence') ?? 1) }))
    .toSorted((one, other) => one.sequence - other.sequence)
    .map(({ ad }) => adOf(ad));
}

function adOf(ad: Element): PlayableAd {
  const beacons = new Map<string, string[]>();
  const add = (event: string, element: Element) => {
    const address = text(element);
    if (address) beacons.set(event, [...(beacons.get(event) ?? []), address]);
  };
  for (const [selector, event] of ADDRESSES) for (const element of ad.querySelectorAll(selector)) add(event, element);
  for (const element of ad.querySelectorAll('Tracking')) add(element.getAttribute('event') ?? '', element);
  return {
    id: ad.getAttribute('id') ?? '',
    title: text(ad.querySelector('AdTitle')) ?? '',
    video: text(ad.querySelector('MediaFile')),
    wrapped: text(ad.querySelector('VASTAdTagURI')),
    clickThrough: text(ad.querySelector('ClickThrough')),
    skipAfter: secondsOf(ad.querySelector('Linear')?.getAttribute('skipoffset')),
    beacons,
  };
}

/** `00:00:05.000` as seconds. */
function secondsOf(time: string | null | undefined): number | undefined {
  const [, hours, minutes, seconds] = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(time ?? '') ?? [];
  return seconds === undefined ? undefined : Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
