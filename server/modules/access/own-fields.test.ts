/** [ACC-1] What roles do not get of the firm's own fields: the rule alone. */
import { expect, it } from 'vitest';
import { callSchema } from '../../contract/calls.contract.ts';
import { fieldRightOf, isHiddenName } from './field-rights.ts';
import { type Principal, type RoleRights, systemPrincipal } from './principal.ts';
import { present } from './redaction.ts';
import { fieldsBeyond, ownFieldsOf, strictestOf } from './role-rights.ts';

const rights = (more: Partial<RoleRights> = {}): RoleRights => ({
  roleId: 'rol_1',
  name: 'Seller',
  scopes: {},
  fields: {},
  ...more,
});
const margin = { record: 'call', key: 'margin', type: 'text', roles: { operator: 'hidden' as const } };

it('[ACC-1] a field speaks of the built-in role, and of own roles of that base unless it names them', () => {
  expect(ownFieldsOf([margin], { role: 'operator' })).toEqual({ call: { margin: 'hidden' } });
  expect(ownFieldsOf([margin], { role: 'supervisor' })).toBeUndefined();
  expect(ownFieldsOf([margin], { role: 'operator', rights: rights() })).toEqual({ call: { margin: 'hidden' } });
  const named = { ...margin, roles: { ...margin.roles, rol_1: 'free' as const } };
  expect(ownFieldsOf([named], { role: 'operator', rights: rights() })).toBeUndefined();
});

it('[ACC-1] the money of deals holds back fields of that type however free they are; the stricter word counts', () => {
  const sum = { record: 'deal', key: 'sum', type: 'money', roles: { rol_1: 'read-only' as const } };
  const held = rights({ fields: { deal: { money: 'hidden' } } });
  expect(ownFieldsOf([sum], { role: 'manager', rights: held })).toEqual({ deal: { sum: 'hidden' } });
  expect(ownFieldsOf([sum], { role: 'manager', rights: rights() })).toEqual({ deal: { sum: 'read-only' } });
  expect(strictestOf('free', null, undefined, 'read-only', 'hidden')).toBe('hidden');
  expect(strictestOf('free', undefined)).toBeNull();
});

it('[ACC-1] all own fields of a record may be held back at once; keys of the language are no fields', () => {
  const reader = { rights: rights({ fields: { contact: { custom: 'read-only' } } }), ownFields: { contact: {} } };
  expect(fieldRightOf(reader, 'contact', 'custom.any')).toBe('read-only');
  expect(fieldRightOf({ ownFields: { call: {} } }, 'call', 'custom.constructor')).toBeNull();
  expect(isHiddenName({ ownFields: { call: { margin: 'hidden' } } }, 'call', 'custom.margin')).toBe(true);
});

it('[ACC-1] nobody gives a role that gets a field which is held back from them', () => {
  const mine = { role: 'administrator', ownFields: { call: { margin: 'hidden' } } } as const;
  expect(fieldsBeyond(mine, { role: 'operator' })).toEqual(['call.custom.margin']);
  expect(fieldsBeyond(mine, { role: 'operator', ownFields: { call: { margin: 'hidden' } } })).toEqual([]);
});

it('[ACC-1] a call is sent without it, to built-in roles as well', () => {
  const reader: Principal = { ...systemPrincipal, role: 'operator', ownFields: { call: { margin: 'hidden' } } };
  const call = { id: 'cal_1', agents: [], custom: { margin: '5', colour: 'red' } };
  expect(present(reader, callSchema, call)).toEqual({ ...call, custom: { colour: 'red' } });
});
