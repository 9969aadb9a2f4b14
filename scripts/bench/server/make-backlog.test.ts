import { expect, test } from 'vitest';
import { pbxEventSchema } from '../../../pbx-bridge/contract/pbx-events.ts';
import { makeBacklog } from './make-backlog.ts';

test('a backlog is numbered without gaps, of the contract, with every fact once and calls that end', () => {
  const facts = makeBacklog(2_000, 'pbx1', 1_780_000_000);
  expect(facts.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 2_000 }, (_, index) => index + 1));
  expect(new Set(facts.map(({ id }) => id)).size).toBe(2_000);
  expect(facts.filter((fact) => !pbxEventSchema.safeParse(fact).success)).toEqual([]);
  expect(facts.filter(({ type }) => type === 'call.ended').length).toBeGreaterThan(100);
});
