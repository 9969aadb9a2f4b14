import type { FieldRight, FieldRights, GrantedScope, OwnRole, Role, RoleList } from '$contract/access.contract.ts';

/** A role as the form holds it: only what differs from the base, so that a change of the base shows through. */
export interface RoleDraft {
  name: string;
  base: Role;
  scopes: Record<string, GrantedScope>;
  fields: FieldRights;
}

export const roleDraft = (role: OwnRole | null, base: Role): RoleDraft => ({
  name: role?.name ?? '',
  base: role?.base ?? base,
  scopes: { ...role?.scopes },
  fields: structuredClone(role?.fields ?? {}),
});

type Permission = RoleList['permissions'][number];

/** How far a right reaches in the role as it is drafted. */
export const scopeIn = ({ scopes, base }: RoleDraft, { name, builtIn }: Permission): GrantedScope =>
  scopes[name] ?? builtIn[base] ?? 'none';

/** What is as the base has it is not kept. */
export function withScope(draft: RoleDraft, { name, builtIn }: Permission, scope: GrantedScope): RoleDraft {
  const { [name]: _before, ...others } = draft.scopes;
  return { ...draft, scopes: scope === (builtIn[draft.base] ?? 'none') ? others : { ...others, [name]: scope } };
}

/** Another base: what it has by itself need not be kept any more. */
export function withBase(draft: RoleDraft, base: Role, permissions: readonly Permission[]): RoleDraft {
  const builtIn = new Map(permissions.map((permission) => [permission.name, permission.builtIn[base] ?? 'none']));
  const kept = Object.entries(draft.scopes).filter(([name, scope]) => builtIn.get(name) !== scope);
  return { ...draft, base, scopes: Object.fromEntries(kept) };
}

export type FieldChoice = FieldRight | 'open';

export const fieldIn = ({ fields }: RoleDraft, kind: string, field: string): FieldChoice =>
  fields[kind]?.[field] ?? 'open';

export function withField(draft: RoleDraft, kind: string, field: string, choice: FieldChoice): RoleDraft {
  const { [field]: _before, ...others } = draft.fields[kind] ?? {};
  const held = choice === 'open' ? others : { ...others, [field]: choice };
  const { [kind]: _kind, ...kinds } = draft.fields;
  return { ...draft, fields: Object.keys(held).length === 0 ? kinds : { ...kinds, [kind]: held } };
}

/** How many things an own role changes in its base. */
export const countChanges = ({ scopes, fields }: Pick<OwnRole, 'scopes' | 'fields'>): number =>
  Object.keys(scopes).length + Object.values(fields).reduce((sum, held) => sum + Object.keys(held).length, 0);
