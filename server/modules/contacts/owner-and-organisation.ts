/** Finds what a person's fields refer to: the owner with the owner's team, and the organisation by id or by name. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { findOrCreateOrganisation, organisationExists } from '../organisations/organisations.usecases.ts';
import { oneLineOrNull } from './clean-text.ts';
import { fieldInvalid } from './contacts.errors.ts';
import { replaceRoles } from './contacts.repository.ts';
import { decideOwnership, type Ownership } from './private-contact.ts';

/**
 * Columns of whose a person is; one without an owner belongs to everybody, a private one to the owner alone and to no team.
 * Empty: nothing of it changes.
 */
export async function ownershipColumns(
  tx: Tx,
  reader: Principal,
  before: Ownership | null,
  wanted: { ownerId?: string | null | undefined; isPrivate?: boolean | undefined },
) {
  const decided = decideOwnership(reader, before, wanted);
  if (decided.kind === 'needs-owner') throw fieldInvalid('private', 'needs an owner: say whose client it is');
  if (decided.kind === 'not-owner') throw fieldInvalid('private', 'is for the owner of this client to say');
  const { ownerId, isPrivate } = decided;
  if (before?.ownerId === ownerId && before.isPrivate === isPrivate) return {};
  if (ownerId === null) return { owner_agent_id: null, team_id: null, is_private: false };
  const owner = (await readAgentRecords(tx, [ownerId])).get(ownerId);
  if (!owner?.active && before?.ownerId !== ownerId) throw fieldInvalid('ownerId', 'is no agent who works here');
  return { owner_agent_id: ownerId, team_id: isPrivate ? null : (owner?.teamId ?? null), is_private: isPrivate };
}

export interface OrganisationChoice {
  organisationId?: string | null | undefined;
  organisationName?: string | null | undefined;
}

/** Id of the organisation that was named; undefined: nothing was said; null: none. */
export async function organisationIdOf(
  platform: Platform,
  tx: Tx,
  { organisationId, organisationName }: OrganisationChoice,
  { principal, ip }: { principal: Principal; ip: string },
): Promise<string | null | undefined> {
  if (organisationId) {
    if (!(await organisationExists(tx, principal, organisationId)))
      throw fieldInvalid('organisationId', 'is no organisation you can see');
    return organisationId;
  }
  if (organisationName) return findOrCreateOrganisation(platform, tx, { name: organisationName, principal, ip });
  return organisationId === undefined && organisationName === undefined ? undefined : null;
}

/** Makes `roles` the further organisations of a person; the first one and repeated ones are left out. */
export async function saveRoles(
  tx: Tx,
  { contactId, organisationId }: { contactId: string; organisationId: string | null },
  roles: readonly { organisationId: string; role: string | null }[] | undefined,
  { principal }: { principal: Principal },
): Promise<void> {
  if (roles === undefined) {
    // The organisation that a person belongs to first is none of the further ones.
    if (organisationId !== null)
      await tx`delete from contact_roles where contact_id = ${contactId} and organisation_id = ${organisationId}`;
    return;
  }
  const wanted = new Map<string, { organisationId: string; role: string | null }>();
  for (const [index, role] of roles.entries()) {
    if (role.organisationId === organisationId || wanted.has(role.organisationId)) continue;
    if (!(await organisationExists(tx, principal, role.organisationId)))
      throw fieldInvalid(`otherRoles.${index}.organisationId`, 'is no organisation you can see');
    wanted.set(role.organisationId, { ...role, role: oneLineOrNull(role.role) });
  }
  await replaceRoles(tx, contactId, [...wanted.values()]);
}
