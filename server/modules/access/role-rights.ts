/** Pure: what an own role means, what it may ask for, and who may give it to whom. */
import {
  type FieldRight,
  type FieldRights,
  fieldRights,
  type GrantedScope,
  grantedScopes,
  type Role,
  roles,
} from '../../contract/access.contract.ts';
import type { OwnFieldRights } from '../../contract/custom-fields.contract.ts';
import { moneyOfOwnFields, recordFields } from '../../contract/record-fields.ts';
import { builtInScope, type Permission, permissionNames, permissionTable, scopeOf } from './permissions.ts';
import type { Principal, RoleRights } from './principal.ts';

const isPermission = (name: string): name is Permission => name in permissionTable;

/** How far a right can reach: to records of owners and teams, or to all or nothing. */
export function choicesOf(permission: Permission): GrantedScope[] {
  const row = roles.map((role) => builtInScope(role, permission));
  const hasOwners = row.includes('own') || row.includes('team');
  return hasOwners ? [...grantedScopes] : ['none', 'all'];
}

/** What the built-in roles have of a right. */
export const builtInOf = (permission: Permission): Record<Role, GrantedScope> =>
  Object.fromEntries(roles.map((role) => [role, builtInScope(role, permission) ?? 'none'])) as Record<
    Role,
    GrantedScope
  >;

interface StoredRole {
  id: string;
  name: string;
  scopes: unknown;
  fields: unknown;
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/**
 * What is stored, with what this version does not know left out: a right of a module that is gone, a field that was renamed.
 * A role that cannot be read must not stop anybody from signing in.
 */
export function rightsOf(role: StoredRole): RoleRights {
  const scopes = entriesOf(role.scopes).filter(
    ([name, scope]) => isPermission(name) && grantedScopes.includes(scope as GrantedScope),
  );
  const fields = entriesOf(role.fields).map(([kind, held]) => [
    kind,
    Object.fromEntries(entriesOf(held).filter(([, right]) => fieldRights.includes(right as never))),
  ]);
  return {
    roleId: role.id,
    name: role.name,
    scopes: Object.fromEntries(scopes),
    fields: Object.fromEntries(fields),
  } as RoleRights;
}

/** Sentences about what cannot be asked for, by field of the request; empty: all of it can. */
export function faultsOf(wanted: {
  scopes?: Record<string, GrantedScope> | undefined;
  fields?: FieldRights | undefined;
}): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const [name, scope] of Object.entries(wanted.scopes ?? {})) {
    if (!isPermission(name)) faults[`scopes.${name}`] = 'is no right there is';
    else if (!choicesOf(name).includes(scope))
      faults[`scopes.${name}`] = `can be ${choicesOf(name).join(', ')}, not ${scope}`;
  }
  for (const [kind, held] of Object.entries(wanted.fields ?? {})) {
    for (const [field, right] of Object.entries(held)) {
      const known = recordFields[kind]?.[field];
      if (!known) faults[`fields.${kind}.${field}`] = 'is no field that can be held back';
      else if (right === 'hidden' && !known.canHide) faults[`fields.${kind}.${field}`] = 'can only be made read-only';
    }
  }
  return faults;
}

const strictness: Readonly<Record<FieldRight | 'free', number>> = { free: 0, 'read-only': 1, hidden: 2 };

/** What holds when several things are said of one field. */
export const strictestOf = (...said: (FieldRight | 'free' | null | undefined)[]): FieldRight | null =>
  said.reduce<FieldRight | null>(
    (known, one) => (one && one !== 'free' && strictness[one] > strictness[known ?? 'free'] ? one : known),
    null,
  );

interface OwnField {
  record: string;
  key: string;
  type: string;
  roles: OwnFieldRights;
}

/**
 * What a role does not get of the firm's own fields: what a field says of the role, else of its base; and what the role holds
 * back of a record's money it holds back of the record's own fields of that type. Left out: it gets them all.
 */
export function ownFieldsOf(
  fields: readonly OwnField[],
  { role, rights }: { role: Role; rights?: RoleRights | undefined },
): FieldRights | undefined {
  const held: Record<string, Record<string, FieldRight>> = {};
  for (const { record, key, type, roles: said } of fields) {
    const money = type === 'money' ? moneyOfOwnFields[record] : undefined;
    const ofMoney = money === undefined ? null : rights?.fields[record]?.[money];
    const right = strictestOf(ofMoney, said[rights?.roleId ?? role] ?? said[role]);
    if (right !== null) held[record] = { ...held[record], [key]: right };
  }
  return Object.keys(held).length === 0 ? undefined : held;
}

const reach: Readonly<Record<GrantedScope, number>> = { none: 0, own: 1, team: 2, all: 3 };

type Held = Pick<Principal, 'role' | 'rights' | 'ownFields'>;

/** Rights in which `other` goes further than `mine`: nobody gives, or takes over, more than they have. */
export const rightsBeyond = (mine: Held, other: Held): Permission[] =>
  permissionNames.filter((name) => reach[scopeOf(other, name) ?? 'none'] > reach[scopeOf(mine, name) ?? 'none']);

const heldIn = (rights: FieldRights = {}, prefix = '') =>
  Object.entries(rights).flatMap(([kind, fields]) =>
    Object.entries(fields).map(([field, right]) => ({ name: `${kind}.${prefix}${field}`, right })),
  );
const allHeld = ({ rights, ownFields }: Held) => [...heldIn(rights?.fields), ...heldIn(ownFields, 'custom.')];

/** Fields that are held back from me and less so from `other`, as `deal.money` or `deal.custom.margin`. */
export function fieldsBeyond(mine: Held, other: Held): string[] {
  const theirs = new Map(allHeld(other).map(({ name, right }) => [name, right]));
  return allHeld(mine).flatMap(({ name, right }) =>
    strictness[theirs.get(name) ?? 'free'] < strictness[right] ? [name] : [],
  );
}

/** True: `other` sees or does something that I may not. */
export const goesBeyond = (mine: Held, other: Held): boolean =>
  rightsBeyond(mine, other).length > 0 || fieldsBeyond(mine, other).length > 0;

/** True for those who can mend everything: an administrator whom no own role holds back. One of them must be left. */
export const isFullAdministrator = (user: { role: Role; role_id: string | null; active: boolean }): boolean =>
  user.active && user.role === 'administrator' && user.role_id === null;
