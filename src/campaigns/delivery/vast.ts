import type { AdCreative, AdMedia } from './ad-world.js';
import { xmlText } from './xml.js';

const OPEN = '<?xml version="1.0" encoding="UTF-8"?>\n<VAST version="4.2" xmlns="http://www.iab.com/VAST">';
const CLOSE = '</VAST>\n';

/** The events that a player reports while it plays, with VAST's names. */
const TRACKED = [
  'start',
  'firstQuartile',
  'midpoint',
  'thirdQuartile',
  'complete',
  'skip',
  'pause',
  'resume',
  'mute',
  'unmute',
] as const;

/** An ad of an answer. */
export interface AdEntry {
  readonly creative: AdCreative;
  readonly advertiser: string | null;
  /** `Ad@id` and `AdServingId`. */
  readonly id: string;
  readonly token: string;
  readonly expiresInSeconds: number;
}

/** What stands in a document in place of what differs from answer to answer. None of it is allowed in XML. */
const ID = '\u0001';
const SEQUENCE = '\u0002';
const TOKEN = '\u0003';
const EXPIRES = '\u0004';

type Hole = typeof ID | typeof SEQUENCE | typeof TOKEN | typeof EXPIRES;

/** Text and holes in turn. */
type Template = readonly (string | Hole)[];

/** Writes VAST 4.2. Each creative is written once, with holes for what differs from answer to answer. */
export class VastWriter {
  private readonly templates = new WeakMap<AdCreative, Template>();

  /** @param address where players reach Kronika, without a slash at the end */
  constructor(private readonly address: string) {}

  /** A document with ads. Only a pod of several has a sequence, because some players drop a lone ad that has one. */
  ads(entries: readonly AdEntry[]): string {
    let document = OPEN;
    for (const [n, entry] of entries.entries()) {
      const sequence = entries.length > 1 ? ` sequence="${n + 1}"` : '';
      for (const part of this.templateOf(entry))
        document +=
          part.length !== 1
            ? part
            : part === TOKEN
              ? entry.token
              : part === ID
                ? entry.id
                : part === SEQUENCE
                  ? sequence
                  : part === EXPIRES
                    ? entry.expiresInSeconds
                    : part;
    }
    return document + CLOSE;
  }

  /** A document without an ad. A player reports that to its address. @param token undefined: it reports nothing */
  empty(token: string | undefined): string {
    const error = token === undefined ? '' : `<Error>${this.beacon('error?code=[ERRORCODE]', token)}</Error>`;
    return `${OPEN}${error}${CLOSE}`;
  }

  private templateOf({ creative, advertiser }: AdEntry): Template {
    let template = this.templates.get(creative);
    if (!template) {
      const text = creative.media ? this.inline(creative, creative.media, advertiser) : this.wrapper(creative);
      template = text.split(new RegExp(`([${ID}${SEQUENCE}${TOKEN}${EXPIRES}])`)).filter((part) => part !== '');
      this.templates.set(creative, template);
    }
    return template;
  }

  private inline(creative: AdCreative, media: AdMedia, advertiser: string | null): string {
    const { id, name, skipAfter, clickThrough, universalAdId } = creative;
    const { idRegistry, idValue } = universalAdId ?? { idRegistry: 'unknown', idValue: id };
    return `<Ad id="${ID}"${SEQUENCE}><InLine>${this.base()}<AdServingId>${ID}</AdServingId><AdTitle>${xmlText(name)}</AdTitle>${
      advertiser === null ? '' : `<Advertiser>${xmlText(advertiser)}</Advertiser>`
    }<Creatives><Creative id="${id}" adId="${id}"><Linear${
      skipAfter === null ? '' : ` skipoffset="${timeOf(skipAfter * 1_000)}"`
    }>${this.tracking()}<Duration>${timeOf(media.durationMs)}</Duration><MediaFiles>${this.mediaFile(media)}</MediaFiles><VideoClicks><ClickTracking>${this.beacon('click')}</ClickTracking>${
      clickThrough === null ? '' : `<ClickThrough>${xmlText(clickThrough)}</ClickThrough>`
    }</VideoClicks></Linear><UniversalAdId idRegistry="${xmlText(idRegistry)}">${xmlText(idValue)}</UniversalAdId></Creative></Creatives><Expires>${EXPIRES}</Expires></InLine></Ad>`;
  }

  private wrapper({ id, tag }: AdCreative): string {
    return `<Ad id="${ID}"${SEQUENCE}><Wrapper>${this.base()}<Creatives><Creative id="${id}" adId="${id}"><Linear>${this.tracking()}<VideoClicks><ClickTracking>${this.beacon('click')}</ClickTracking></VideoClicks></Linear></Creative></Creatives><VASTAdTagURI>${xmlText(tag ?? '')}</VASTAdTagURI></Wrapper></Ad>`;
  }

  private base(): string {
    return `<AdSystem>Kronika</AdSystem><Error>${this.beacon('error?code=[ERRORCODE]')}</Error><Impression>${this.beacon('impression')}</Impression><ViewableImpression><Viewable>${this.beacon('viewable')}</Viewable></ViewableImpression>`;
  }

  private tracking(): string {
    const events = TRACKED.map((event) => `<Tracking event="${event}">${this.beacon(event)}</Tracking>`);
    return `<TrackingEvents>${events.join('')}<Tracking event="closeLinear">${this.beacon('close')}</Tracking></TrackingEvents>`;
  }

  private mediaFile({ sha256, type, width, height, bitrate, codec }: AdMedia): string {
    return `<MediaFile id="${sha256.slice(0, 16)}" delivery="progressive" type="${type}" width="${width}" height="${height}" bitrate="${Math.max(1, Math.round(bitrate / 1_000))}" codec="${xmlText(codec)}" scalable="true" maintainAspectRatio="true">${this.address}/v1/ads/media/${sha256}</MediaFile>`;
  }

  private beacon(event: string, token: string = TOKEN): string {
    return `${this.address}/v1/ads/e/${token}/${event}`;
  }
}

/** A length as VAST writes it: `HH:MM:SS.mmm`. */
export function timeOf(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${two((whole / 1_000) % 60)}.${String(whole % 1_000).padStart(3, '0')}`;
}
