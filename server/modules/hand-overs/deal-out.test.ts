import { describe, expect, it } from 'vitest';
import { dealOut } from './deal-out.ts';

const records = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `r${i}`, contactId: null }));

describe('[CRM-7] who gets what', () => {
  it('[CRM-7] evenly is one to each in turn', () => {
    const takers = ['anna', 'boris'].map((agentId) => ({ agentId, load: 0 }));
    expect(dealOut(records(5), takers, new Map())).toEqual(['anna', 'boris', 'anna', 'boris', 'anna']);
  });

  it('[CRM-7] by load goes first to whoever has least', () => {
    const takers = [
      { agentId: 'anna', load: 3 },
      { agentId: 'boris', load: 1 },
    ];
    expect(dealOut(records(4), takers, new Map())).toEqual(['boris', 'boris', 'anna', 'boris']);
  });

  it('[CRM-7] what is about a client goes with the client', () => {
    const takers = ['anna', 'boris'].map((agentId) => ({ agentId, load: 0 }));
    const about = [
      { id: 'a', contactId: 'ivan' },
      { id: 'b', contactId: 'ivan' },
      { id: 'c', contactId: 'stranger' },
    ];
    expect(dealOut(about, takers, new Map([['ivan', 'boris']]))).toEqual(['boris', 'boris', 'anna']);
  });
});
