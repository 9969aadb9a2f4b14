import { expect, it } from 'vitest';
import type { Reader } from '../access/permissions.ts';
import { decideOwnership } from './private-contact.ts';

const anna: Reader = { role: 'operator', userId: 'usr_a', agentId: 'agt_anna', teamId: 'team_1' };
const manager: Reader = { role: 'manager', userId: 'usr_m', agentId: null, teamId: null };
const administrator: Reader = { role: 'administrator', userId: 'usr_x', agentId: null, teamId: null };
const settled = (ownerId: string | null, isPrivate: boolean) => ({ kind: 'settled', ownerId, isPrivate });

it('[ACC-1] whoever makes a person private without an owner becomes the owner', () => {
  expect(decideOwnership(anna, null, { ownerId: null, isPrivate: true })).toEqual(settled('agt_anna', true));
  expect(decideOwnership(anna, { ownerId: null, isPrivate: false }, { isPrivate: true })).toEqual(
    settled('agt_anna', true),
  );
  expect(decideOwnership(manager, null, { isPrivate: true })).toEqual({ kind: 'needs-owner' });
});

it('[ACC-1] only the owner says whether a person is private, or whoever sees private ones', () => {
  const boriss = { ownerId: 'agt_boris', isPrivate: false };
  expect(decideOwnership(anna, boriss, { isPrivate: true })).toEqual({ kind: 'not-owner' });
  expect(decideOwnership(administrator, boriss, { isPrivate: true })).toEqual(settled('agt_boris', true));
  expect(decideOwnership(anna, { ownerId: 'agt_anna', isPrivate: true }, { isPrivate: false })).toEqual(
    settled('agt_anna', false),
  );
});

it('[ACC-1] a private person is handed over, but never left without an owner', () => {
  const mine = { ownerId: 'agt_anna', isPrivate: true };
  expect(decideOwnership(anna, mine, { ownerId: 'agt_boris' })).toEqual(settled('agt_boris', true));
  expect(decideOwnership(anna, mine, { ownerId: null })).toEqual({ kind: 'needs-owner' });
  expect(decideOwnership(anna, mine, { ownerId: null, isPrivate: false })).toEqual({ kind: 'not-owner' });
});

it('[ACC-1] what is left out stays as it is', () => {
  expect(decideOwnership(anna, { ownerId: 'agt_boris', isPrivate: true }, {})).toEqual(settled('agt_boris', true));
  expect(decideOwnership(anna, null, {})).toEqual(settled(null, false));
});
