import { expect, test } from 'vitest';
import { isMet } from '../bench.ts';
import { comparePolicies, pacingFigures } from '../pacing.ts';

const missed = (shares: Parameters<typeof pacingFigures>[1]) =>
  pacingFigures(5, shares)
    .filter((figure) => isMet(figure) === false)
    .map(({ name }) => name);
const ours = { name: 'predictive, ours', talk: 0.7, abandoned: 0.02 };

test('[CAM-2] ours must hold the cap, and talk more than every other one that holds it', () => {
  const careful = { name: 'careful', talk: 0.6, abandoned: 0 };
  const reckless = { name: 'reckless', talk: 0.9, abandoned: 0.031 };
  expect(missed([ours, careful, reckless])).toEqual([]);
  expect(missed([{ ...ours, talk: 0.5 }, careful])).toEqual([
    '5 agents: talk of ours beside the best other that holds the cap',
  ]);
  expect(missed([{ ...ours, abandoned: 0.0301 }, careful])).toEqual(['5 agents, predictive, ours: abandoned']);
});

test('[CAM-2] every policy plays the same days, and all shares are told', () => {
  const figures = comparePolicies({ agents: 3, days: 1, hours: 0.25 }, () => undefined);
  expect(figures).toHaveLength(15);
  expect(figures.every(({ value }) => Number.isFinite(value))).toBe(true);
});
