import type { AdCreative, AdMedia } from './ad-world.js';
import { TOKEN_CHARACTERS } from './token.js';
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

/** What stands in a document in place of what differs from answer to answer, until a template is made of it. */
const ID = '\u0001';
const SEQUENCE = '\u0002';
const TOKEN = '\u0003';
const EXPIRES = '\u0004';

/** Templates that are kept for a creative: it mostly stands in the same place of a pod, and lives as long. */
const MAX_TEMPLATES = 4;

/** Places for the id and the token of an ad, which are always of the same length. */
const ID_PLACE = '0'.repeat(36);
const TOKEN_PLACE = '0'.repeat(TOKEN_CHARACTERS);

/** The document of an ad as bytes, into which ids and tokens are written. That is faster than joining strings. */
class Template {
  private readonly bytes: Buffer;
  private readonly ids: readonly number[];
  private readonly tokens: readonly number[];
  private readonly encoding: 'latin1' | 'utf8';
  private readonly token = Buffer.alloc(TOKEN_CHARACTERS);

  constructor(text: string) {
    const ids: number[] = [];
    const tokens: number[] = [];
    let written = '';
    for (const part of text.split(new RegExp(`([${ID}${TOKEN}])`))) {
      if (part === ID) ids.push(Buffer.byteLength(written));
      if (part === TOKEN) tokens.push(Buffer.byteLength(written));
      written += part === ID ? ID_PLACE : part === TOKEN ? TOKEN_PLACE : part;
    }
    this.bytes = Buffer.from(written);
    this.ids = ids;
    this.tokens = tokens;
    this.encoding = this.bytes.length === written.length ? 'latin1' : 'utf8';
  }

  fill(id: string, token: string): string {
    for (const at of this.ids) this.bytes.write(id, at, ID_PLACE.length, 'latin1');
    this.token.write(token, 'latin1');
    for (const at of this.tokens) this.bytes.set(this.token, at);
    return this.bytes.toString(this.encoding);
  }
}

/** Writes VAST 4.2. Each creative is written once, with holes for what differs from answer to answer. */
export class VastWriter {
  private readonly templates = new WeakMap<AdCreative, Map<string, Template>>();

  /** @param address where players reach Kronika, without a slash at the end */
  constructor(private readonly address: string) {}

  /** A document with ads. Only a pod of several has a sequence, because some players drop a lone ad that has one. */
  ads(entries: readonly AdEntry[]): string {
    let ads = '';
    for (const [n, entry] of entries.entries()) {
      const sequence = entries.length > 1 ? ` sequence="${n + 1}"` : '';
      ads += this.templateOf(entry, sequence).fill(entry.id, entry.token);
    }
    return `${OPEN}${ads}${CLOSE}`;
  }

  /** A document without an ad. A player reports that to its address. @param token undefined: it reports nothing */
  empty(token: string | undefined): string {
    const error = token === undefined ? '' : `<Error>${this.beacon('error?code=[ERRORCODE]', token)}</Error>`;
    return `${OPEN}${error}${CLOSE}`;
  }

  private templateOf({ creative, advertiser, expiresInSeconds }: AdEntry, sequence: string): Template {
    let templates = this.templates.get(creative);
    if (!templates) {
      templates = new Map();
      this.templates.set(creative, templates);
    }
    const key = `${expiresInSeconds}${sequence} ${advertiser}`;
    let template = templates.get(key);
    if (!template) {
      const text = creative.media ? this.inline(creative, creative.media, advertiser) : this.wrapper(creative);
      template = new Template(text.replaceAll(SEQUENCE, sequence).replaceAll(EXPIRES, String(expiresInSeconds)));
      if (templates.size >= MAX_TEMPLATES) templates.clear();
      templates.set(key, template);
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
