/** People in the audit: their names, and how old values come back. */
import type { z } from 'zod';
import type { Contact, contactPatchSchema } from '../../contract/contacts.contract.ts';
import { canSee } from '../access/permissions.ts';
import type { By } from '../access/principal.ts';
import { type AuditedKind, hasPrefix, type Values } from '../audit/audited-kinds.ts';
import { ownershipOf } from './contact-row.ts';
import { selectContacts } from './contacts.repository.ts';
import { changeContact, findContact, restoreContact } from './contacts.usecases.ts';

type Patch = z.output<typeof contactPatchSchema>;

const withIp = ({ principal, ip }: By) => ({ principal, ip: ip ?? '' });

/** An owner is kept as a name with an id, and given by the id. */
function patchOf({ owner, ...values }: Values): Patch {
  const ownerId = owner === undefined ? {} : { ownerId: (owner as Contact['owner'])?.id ?? null };
  return { ...values, ...ownerId } as Patch;
}

export const auditedContacts: AuditedKind = {
  kind: 'contact',
  isIdOf: hasPrefix('ctc'),
  async titles(sql, reader, ids) {
    const rows = await selectContacts(sql, ids);
    const seen = rows.filter((row) => canSee(reader, 'contacts.read', ownershipOf(row)));
    return new Map(seen.map((row) => [row.id, row.name]));
  },
  restorer: {
    fields: [
      'name',
      'role',
      'organisationId',
      'lifecycle',
      'owner',
      'phones',
      'emails',
      'notes',
      'vip',
      'private',
      'timeZone',
    ],
    read: (platform, sql, reader, id) => findContact(platform, sql, reader, id),
    change: (platform, by, id, values, { version }) =>
      changeContact(platform, {
        contactId: id,
        patch: { ...patchOf(values), version: version as number },
        ...withIp(by),
      }),
    undelete: (platform, by, id) => restoreContact(platform, { contactId: id, ...withIp(by) }),
  },
};
