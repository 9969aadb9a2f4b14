/** Who gets the lines that all campaigns share: the PBX has only so many, and begins only so many at once. Pure. */

export interface LineWish {
  id: string;
  priority: number;
  /** Above 0. */
  weight: number;
  /** Lines of the campaign that seek an agent. */
  linesOut: number;
  /** Lines it wants to begin. */
  wanted: number;
}

/**
 * Gives out lines one by one: the highest priority first, among equals to whoever has the fewest lines for its weight.
 * Never more than wanted, never more than `most` in all.
 */
export function shareLines(wishes: readonly LineWish[], most: number): Map<string, number> {
  const given = new Map(wishes.map(({ id }) => [id, 0]));
  const givenTo = (wish: LineWish) => given.get(wish.id) ?? 0;
  const load = (wish: LineWish) => (wish.linesOut + givenTo(wish)) / wish.weight;
  const comesBefore = (a: LineWish, b: LineWish) =>
    a.priority === b.priority ? load(a) < load(b) : a.priority > b.priority;
  for (let left = Math.max(0, Math.floor(most)); left > 0; left -= 1) {
    const next = wishes
      .filter((wish) => givenTo(wish) < wish.wanted)
      .reduce<LineWish | null>((best, wish) => (best === null || comesBefore(wish, best) ? wish : best), null);
    if (next === null) break;
    given.set(next.id, givenTo(next) + 1);
  }
  return given;
}
