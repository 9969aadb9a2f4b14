import { expect, test } from 'vitest';
import { fieldRoleChoice, heldBackRoles, withFieldRole } from './field-roles.ts';

test('[ACC-1] roles of a field: an own role goes by its base until it is named, a built-in one sees all', () => {
  expect(heldBackRoles).toEqual(['operator', 'supervisor', 'manager']);
  expect(fieldRoleChoice({}, 'operator', false)).toBe('free');
  expect(fieldRoleChoice({}, 'rol_1', true)).toBe('base');
  expect(withFieldRole({}, 'operator', false, 'hidden')).toEqual({ operator: 'hidden' });
  expect(withFieldRole({ operator: 'hidden' }, 'operator', false, 'free')).toEqual({});
  expect(withFieldRole({ operator: 'hidden' }, 'rol_1', true, 'free')).toEqual({ operator: 'hidden', rol_1: 'free' });
  expect(withFieldRole({ rol_1: 'free' }, 'rol_1', true, 'base')).toEqual({});
});
