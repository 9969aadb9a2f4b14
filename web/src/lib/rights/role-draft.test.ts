import { expect, test } from 'vitest';
import { countChanges, fieldIn, roleDraft, scopeIn, withBase, withField, withScope } from './role-draft.ts';

const read = {
  name: 'contacts.read',
  builtIn: { operator: 'team', supervisor: 'team', manager: 'all', administrator: 'all' },
  choices: ['none', 'own', 'team', 'all'],
} as const;
const permission = { ...read, choices: [...read.choices] };

test('[ACC-1] only what differs from the base is kept', () => {
  const own = withScope(roleDraft(null, 'operator'), permission, 'own');
  expect(own.scopes).toEqual({ 'contacts.read': 'own' });
  expect(scopeIn(own, permission)).toBe('own');
  expect(withScope(own, permission, 'team').scopes).toEqual({});
  expect(scopeIn(roleDraft(null, 'manager'), permission)).toBe('all');
});

test('[ACC-1] another base keeps what it has not by itself', () => {
  const all = withScope(roleDraft(null, 'operator'), permission, 'all');
  expect(withBase(all, 'manager', [permission])).toMatchObject({ base: 'manager', scopes: {} });
  expect(withBase(all, 'supervisor', [permission]).scopes).toEqual({ 'contacts.read': 'all' });
});

test('[ACC-1] a field that is shown again leaves nothing behind', () => {
  const hidden = withField(roleDraft(null, 'operator'), 'contact', 'notes', 'hidden');
  expect(fieldIn(hidden, 'contact', 'notes')).toBe('hidden');
  expect(countChanges(hidden)).toBe(1);
  expect(withField(hidden, 'contact', 'notes', 'open').fields).toEqual({});
});
