/**
 * Runs the sides of a comparison in turns, so that a slow phase of the machine slows all of them: first each side's
 * warm-ups, then in each round each side once. The order is reversed from round to round.
 *
 * @template T
 * @param {Record<string, () => T | Promise<T>>} sides
 * @param {{ rounds?: number, warmUps?: number }} [options]
 * @returns {Promise<Record<string, T[]>>} by side, its results of all rounds
 */
export async function inTurns(sides, { rounds = 5, warmUps = 1 } = {}) {
  const names = Object.keys(sides);
  for (const name of names) for (let warmUp = 0; warmUp < warmUps; warmUp++) await sides[name]();
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of round % 2 ? names.toReversed() : names) results[name].push(await sides[name]());
  return results;
}

/** The value in the middle; of an even number, halfway between the two. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The smallest value that at least the given share of the values (0.99, say) does not exceed. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/**
 * @typedef {object} Comparison
 * @property {string} measured what was measured, in a few words
 * @property {string} unit of both sides
 * @property {number[]} kronika a value a round
 * @property {number[]} against the same of the peer
 * @property {string} peer
 * @property {number} [must] the bar for the median
 * @property {number} [dream]
 * @property {boolean} [isLowerBetter] if so, the bar is a maximum, otherwise a minimum
 * @property {Record<string, number | string>} [sizes] of what was measured, such as `{ orders: 1_000_000 }`
 * @property {Record<string, number | string>} [peerSizes] where the peer is Kronika itself with other sizes
 */

/**
 * A line of the table: Kronika's value divided by the peer's, round by round.
 *
 * @param {Comparison} comparison
 */
export function ratio(comparison) {
  return line('×', (kronika, against) => kronika / against, comparison);
}

/**
 * A line of the table: by how much Kronika's value exceeds the peer's, round by round; less is better.
 *
 * @param {Comparison} comparison
 */
export function difference(comparison) {
  return line(comparison.unit, (kronika, against) => kronika - against, { ...comparison, isLowerBetter: true });
}

function line(
  sign,
  compare,
  { measured, unit, kronika, against, peer, must, dream, isLowerBetter = false, sizes = {}, peerSizes = {} },
) {
  if (!kronika.length || kronika.length !== against.length)
    throw new Error(`${measured}: ${kronika.length} rounds of Kronika, ${against.length} of ${peer}`);
  const compared = kronika.map((value, round) => compare(value, against[round]));
  if (!compared.every(Number.isFinite)) throw new Error(`${measured}: no numbers (${kronika}; ${against})`);
  const middle = median(compared);
  const meets = (bar) => (isLowerBetter ? middle <= bar : middle >= bar);
  return {
    measured,
    unit,
    peer,
    sizes,
    peerSizes,
    rounds: kronika.length,
    kronika: median(kronika),
    against: median(against),
    sign,
    compared: { median: middle, least: Math.min(...compared), most: Math.max(...compared) },
    isLowerBetter,
    must: must === undefined ? null : { bar: must, isMet: meets(must) },
    dream: dream === undefined ? null : { bar: dream, isMet: meets(dream) },
  };
}
