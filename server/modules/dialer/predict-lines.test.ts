import { expect, test } from 'vitest';
import { bearableRisk } from './predict-lines.ts';

test('[CAM-2] a budget of three calls per root of the team bears a risk of the cap itself', () => {
  expect(bearableRisk(0.03, 6, 4)).toBeCloseTo(0.03);
  expect(bearableRisk(0.03, 30, 100)).toBeCloseTo(0.03);
});

test('[CAM-2] less budget bears less, none bears nothing, a debt neither', () => {
  expect(bearableRisk(0.03, 3, 4)).toBeCloseTo(0.015);
  expect([bearableRisk(0.03, 0, 4), bearableRisk(0.03, -5, 4)]).toEqual([0, 0]);
});

test('[CAM-2] a saved budget bears at most twice the cap, and without a cap one line in two', () => {
  expect(bearableRisk(0.03, 1000, 4)).toBeCloseTo(0.06);
  expect(bearableRisk(1, 1000, 4)).toBe(0.5);
});
