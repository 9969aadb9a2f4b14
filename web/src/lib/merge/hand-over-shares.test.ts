import { describe, expect, it } from 'vitest';
import type { HandOverBody } from '$contract/hand-overs.contract.ts';
import { bodiesOf, handOverShares, sharesOf } from './hand-over-shares.ts';

const alice = { id: 'agt_a', name: 'Alice' };
const bob = { id: 'agt_b', name: 'Bob' };
const records = [
  { id: '1', owner: alice },
  { id: '2', owner: null },
  { id: '3', owner: bob },
  { id: '4', owner: alice },
];
const shares = sharesOf(records, (ids) => ({ records: { deals: ids } }));
const terms = { how: 'evenly' as const, what: ['deals' as const], until: null, note: '' };

describe('[CRM-7] records of several owners are handed over together', () => {
  it('each owner gives what is that owner’s, nobody’s goes as well', () => {
    expect(shares).toEqual([
      { from: alice, only: { records: { deals: ['1', '4'] } } },
      { from: null, only: { records: { deals: ['2'] } } },
      { from: bob, only: { records: { deals: ['3'] } } },
    ]);
  });

  it('what the only taker has already stays; of several takers nobody gives to oneself', () => {
    const givers = (takerIds: string[]) =>
      bodiesOf(shares, { ...terms, takerIds }).map(({ fromAgentId, to }) => [fromAgentId, to.agentIds]);
    expect(givers(['agt_b'])).toEqual([
      ['agt_a', ['agt_b']],
      [null, ['agt_b']],
    ]);
    expect(givers(['agt_a', 'agt_b'])).toEqual([
      ['agt_a', ['agt_b']],
      [null, ['agt_a', 'agt_b']],
      ['agt_b', ['agt_a']],
    ]);
  });

  it('tells what was done when a later one is refused, and throws when the first one is', async () => {
    const bodies = bodiesOf(shares, { ...terms, takerIds: ['agt_c'] });
    const create =
      (refusedGiver: string | null) =>
      async ({ fromAgentId }: HandOverBody) => {
        if (fromAgentId === refusedGiver) throw new Error('not your people');
        return { actionId: `act_${fromAgentId}`, counts: { deals: 1 }, shares: [] };
      };
    expect(await handOverShares(create('nobody at all'), bodies)).toEqual({
      actionIds: ['act_agt_a', 'act_null', 'act_agt_b'],
      counts: { deals: 3 },
    });
    const part = await handOverShares(create('agt_b'), bodies);
    expect(part).toMatchObject({ actionIds: ['act_agt_a', 'act_null'], counts: { deals: 2 } });
    expect(part.refused).toBeInstanceOf(Error);
    await expect(handOverShares(create('agt_a'), bodies)).rejects.toThrow('not your people');
  });
});
