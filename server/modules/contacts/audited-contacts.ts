/** People in the audit: their names, and how old values come back. */
import type { z } from 'zod';
import type { Contact, contactPatchSchema } from '../../contract/contacts.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { canSee } from '../access/permissions.ts';
import type { By } from '../access/principal.ts';
import { type ActionRestorer, type AuditedKind, hasPrefix, type Values } from '../audit/audited-kinds.ts';
import { ownershipOf } from './contact-row.ts';
import { selectContacts } from './contacts.repository.ts';
import { changeContact, findContact, restoreContact } from './contacts.usecases.ts';

type Patch = z.output<typeof contactPatchSchema>;

const withIp = ({ principal, ip }: By) => ({ principal, ip: ip ?? '' });

/** Owners and organisations are kept with their names, and given by their ids. */
function patchOf({ owner, otherRoles, ...values }: Values): Patch {
  return {
    ...values,
    ...(owner !== undefined && { ownerId: (owner as Contact['owner'])?.id ?? null }),
    ...(otherRoles !== undefined && {
      otherRoles: (otherRoles as Contact['otherRoles']).map(({ organisationId, role }) => ({ organisationId, role })),
    }),
  };
}

const read: ActionRestorer['read'] = (platform, sql, reader, id) => findContact(platform, sql, reader, id);
const change: ActionRestorer['change'] = (platform, by, id, values, { version }) =>
  changeContact(platform, {
    contactId: id,
    patch: { ...patchOf(values), version: version as number },
    ...withIp(by),
  });

export const auditedContacts: AuditedKind = {
  kind: 'contact',
  isIdOf: hasPrefix('ctc'),
  async titles(sql, reader, ids) {
    const rows = await selectContacts(sql, ids);
    const seen = rows.filter((row) => canSee(reader, 'contacts.read', ownershipOf(row)));
    return new Map(seen.map((row) => [row.id, row.name]));
  },
  hasTimeLine: true,
  restorer: {
    fields: restorableKeys('contact.changed'),
    read,
    change,
    undelete: (platform, by, id) => restoreContact(platform, { contactId: id, ...withIp(by) }),
  },
  // A lead that was given to somebody goes back to whom it was of.
  actions: { 'contact.lead-given': { fields: ['owner'], read, change } },
};
