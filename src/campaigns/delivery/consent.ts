import { TCString } from '@iabtcf/core';

/** Longer ids of viewers are not ids. */
const MAX_VIEWER = 255;

/** The longest consent string that is read. Those in use have some hundred characters. */
const MAX_CONSENT = 4_000;

const STORE_AND_ACCESS = 1;

/** Answers about consent strings that were seen lately. The same viewer sends the same one with every request. */
const MAX_KNOWN = 5_000;
let known = new Map<string, boolean>();

/**
 * The publisher's id of a viewer, if it may be used: the request says that the GDPR does not apply, or has a consent
 * string (IAB TCF 2) with consent to purpose 1.
 *
 * @returns null if there is no id, or it may not be used
 */
export function viewerWithConsent(viewer?: string, gdpr?: string, consent?: string): string | null {
  if (!viewer || viewer.length > MAX_VIEWER || /\p{Cc}|^\[[A-Z_]+\]$/u.test(viewer)) return null;
  return gdpr === '0' || consents(consent) ? viewer : null;
}

function consents(consent = ''): boolean {
  if (consent === '' || consent.length > MAX_CONSENT) return false;
  let answer = known.get(consent);
  if (answer === undefined) {
    answer = read(consent);
    if (known.size >= MAX_KNOWN) known = new Map();
    known.set(consent, answer);
  }
  return answer;
}

function read(consent: string): boolean {
  try {
    return TCString.decode(consent).purposeConsents.has(STORE_AND_ACCESS);
  } catch {
    return false;
  }
}
