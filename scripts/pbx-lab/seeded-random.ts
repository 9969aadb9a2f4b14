/** Random choices that a seed repeats exactly. */
export type Random = {
  /** 0 to below 1. */
  next(): number;
  between(low: number, high: number): number;
  oneOf<T>(items: readonly T[]): T;
  /** True in `share` of the cases. */
  chance(share: number): boolean;
};

/** mulberry32: small, fast, good enough for traffic. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + next() * (high - low);
  return {
    next,
    between,
    oneOf: (items) => {
      if (items.length === 0) throw new RangeError('Nothing to choose from');
      return items[Math.floor(next() * items.length)]!;
    },
    chance: (share) => next() < share,
  };
}
