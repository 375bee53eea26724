import { sameMembers } from '../campaigns.refusals.js';
import type { AdRules } from './portfolio.events.js';

/** The rules of a section that sets none itself. Without a parent section, they restrict nothing. */
export const NO_AD_RULES: AdRules = { maxAds: null, maxSeconds: null, blocked: [] };

/** The rules that apply in a section: its own, and where it has none, those that apply in its parent. */
export function inherited(parent: AdRules, own: AdRules): AdRules {
  return {
    maxAds: own.maxAds ?? parent.maxAds,
    maxSeconds: own.maxSeconds ?? parent.maxSeconds,
    blocked: [...new Set([...parent.blocked, ...own.blocked])],
  };
}

export function sameAdRules(one: AdRules, other: AdRules): boolean {
  return one.maxAds === other.maxAds && one.maxSeconds === other.maxSeconds && sameMembers(one.blocked, other.blocked);
}
