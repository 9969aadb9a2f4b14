import { describe, expect, it } from 'vitest';
import { firstOwner } from './first-owner.ts';

const anna = { kind: 'user', agentId: 'agt_anna' } as const;
const typed = { handMade: 'keep', isMissed: false } as const;

describe('[CRM-8] a person who is typed in', () => {
  it.each([
    { title: 'belongs to who typed', is: 'agt_anna' },
    { title: 'belongs to whoever is named', named: 'agt_boris', is: 'agt_boris' },
    { title: 'is nobody’s when that is said', named: null, is: null },
    { title: 'goes by the rules when the firm says so', told: { ...typed, handMade: 'rules' as const }, is: null },
    { title: 'goes by the rules when made of a missed call', told: { ...typed, isMissed: true }, is: null },
    { title: 'is nobody’s when a key made it', maker: { kind: 'api-key', agentId: null } as const, is: null },
    { title: 'is nobody’s when whoever typed has no telephone', maker: { ...anna, agentId: null }, is: null },
  ])('[CRM-8] $title', ({ named, maker = anna, told = typed, is }) => {
    expect(firstOwner(named, maker, told)).toBe(is);
  });
});
