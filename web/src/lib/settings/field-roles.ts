/** Pure: what was chosen for each role of a field of the firm. */
import { roles as builtInRoles, type Role } from '$contract/access.contract.ts';
import type { OwnFieldRights } from '$contract/custom-fields.contract.ts';

/** The built-in roles that a field can be held back from: an administrator could take it back at once. */
export const heldBackRoles = builtInRoles.filter(
  (role): role is Exclude<Role, 'administrator'> => role !== 'administrator',
);

/** `base`: an own role that goes by its base. */
export type FieldRoleChoice = OwnFieldRights[string] | 'base';

export const fieldRoleChoice = (said: OwnFieldRights, role: string, isOwn: boolean): FieldRoleChoice =>
  said[role] ?? (isOwn ? 'base' : 'free');

/** What goes without saying is not said. */
export function withFieldRole(
  said: OwnFieldRights,
  role: string,
  isOwn: boolean,
  choice: FieldRoleChoice,
): OwnFieldRights {
  const { [role]: _before, ...others } = said;
  return choice === 'base' || (choice === 'free' && !isOwn) ? others : { ...others, [role]: choice };
}
