/** How many of several independent things happen (the Poisson-binomial distribution), exactly. Pure but for its own array. */

export interface BernoulliSum {
  /** One thing more that happens with this chance. */
  add(chance: number): void;
  /** P(sum ≥ count). */
  atLeast(count: number): number;
}

/**
 * Dynamic programming over the count: P'(k) = P(k)·(1 − p) + P(k − 1)·p. For a hundred agents and a hundred lines that
 * is 20,000 multiplications, so nothing is approximated, and five agents are reckoned as truly as a hundred.
 */
export function bernoulliSum(): BernoulliSum {
  const chances = [1];
  return {
    add: (chance) => {
      if (chance <= 0) return;
      chances.push(0);
      for (let count = chances.length - 1; count > 0; count -= 1) {
        chances[count] = chances[count]! * (1 - chance) + chances[count - 1]! * chance;
      }
      chances[0]! *= 1 - chance;
    },
    atLeast: (count) => {
      if (count <= 0) return 1;
      let sum = 0;
      for (let index = count; index < chances.length; index += 1) sum += chances[index]!;
      return Math.min(1, sum);
    },
  };
}
