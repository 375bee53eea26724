import { xmlText } from './xml.js';

/** A place in a video at which ads are shown. */
export interface AdBreak {
  /** As VMAP writes it: `start`, `end`, or `HH:MM:SS` with optional ms. */
  readonly offset: string;
  /** How long after the start of the video it is, at most. */
  readonly seconds: number;
}

/** The longest video of which breaks are planned. Ads for later breaks would have to live longer. */
export const MAX_BREAK_SECONDS = 4 * 3_600 - 900;

export const MAX_BREAKS = 50;

const OFFSET = /^(\d\d):([0-5]\d):([0-5]\d)(?:\.\d{3})?$/;

/**
 * @param breaks such as `start,00:05:00,end`
 * @param contentSeconds the length of the video; null: unknown
 * @returns undefined unless these are breaks that differ from each other
 */
export function readBreaks(breaks: string, contentSeconds: number | null): AdBreak[] | undefined {
  const offsets = breaks.split(',');
  if (offsets.length > MAX_BREAKS || new Set(offsets).size < offsets.length) return undefined;
  const found: AdBreak[] = [];
  for (const offset of offsets) {
    const [, hours, minutes, seconds] = OFFSET.exec(offset) ?? [];
    if (offset === 'start') found.push({ offset, seconds: 0 });
    else if (offset === 'end') found.push({ offset, seconds: contentSeconds ?? MAX_BREAK_SECONDS });
    else if (hours === undefined) return undefined;
    else found.push({ offset, seconds: Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds) });
  }
  return found.every(({ seconds }) => seconds <= MAX_BREAK_SECONDS) ? found : undefined;
}

/**
 * VMAP 1.0.1. Its breaks name the addresses of their ads, which a player may load all at once when it starts.
 *
 * @param tagOf the address of the ads of a break
 */
export function vmapOf(breaks: readonly AdBreak[], tagOf: (adBreak: AdBreak) => string): string {
  const written = breaks.map((each, n) => {
    const tag = `<vmap:AdTagURI templateType="vast4">${xmlText(tagOf(each))}</vmap:AdTagURI>`;
    const source = `<vmap:AdSource id="${n + 1}" allowMultipleAds="true" followRedirects="true">${tag}</vmap:AdSource>`;
    return `<vmap:AdBreak timeOffset="${each.offset}" breakType="linear" breakId="${n + 1}">${source}</vmap:AdBreak>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<vmap:VMAP xmlns:vmap="http://www.iab.net/videosuite/vmap" version="1.0">${written.join('')}</vmap:VMAP>\n`;
}
