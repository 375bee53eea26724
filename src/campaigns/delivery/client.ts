import type { IncomingHttpHeaders } from 'node:http';
import { isbot } from 'isbot';
import type { Device } from './token.js';

/** Players on devices that `isbot` takes for programs. */
const PLAYERS = /\b(ExoPlayer|ExoPlayerLib|AndroidXMedia3|okhttp|AppleCoreMedia|stagefright)\b/i;

const TV =
  /\b(smart-?tv|hbbtv|tizen|web0s|webos|appletv|apple ?tv|roku|aft[a-z]{1,4}\d?|bravia|googletv|crkey|netcast|viera|android ?tv)\b/i;
const TABLET = /\bipad\b|\btablet\b|\bkindle\b|\bsilk\/(?!.*\bmobile\b)|\bandroid\b(?!.*\bmobile\b)/i;
const MOBILE = /\b(iphone|ipod|mobile|android|windows phone|opera mini)\b/i;
const DESKTOP = /\b(windows nt|macintosh|x11|cros|linux)\b/i;

/** User agents that were seen lately, because a site's viewers have few different ones. */
const MAX_KNOWN = 5_000;
let known = new Map<string, Client>();

/** What a user agent tells. */
export interface Client {
  readonly device: Device;
  /** A program without a viewer. */
  readonly isBot: boolean;
}

export function clientOf(userAgent = ''): Client {
  let client = known.get(userAgent);
  if (!client) {
    client = { device: deviceOf(userAgent), isBot: userAgent === '' || (isbot(userAgent) && !PLAYERS.test(userAgent)) };
    if (known.size >= MAX_KNOWN) known = new Map();
    known.set(userAgent, client);
  }
  return client;
}

/** Whether a request is not caused by somebody who watches: a bot, or a browser that loads ahead. */
export function isInvalidTraffic(headers: IncomingHttpHeaders): boolean {
  return (
    clientOf(headers['user-agent']).isBot || /prefetch|prerender/.test(String(headers['sec-purpose'] ?? headers.purpose ?? ''))
  );
}

function deviceOf(userAgent: string): Device {
  if (TV.test(userAgent)) return 'tv';
  if (TABLET.test(userAgent)) return 'tablet';
  if (MOBILE.test(userAgent)) return 'mobile';
  return DESKTOP.test(userAgent) ? 'desktop' : 'unknown';
}
