/** Organisations in the audit: their names, and how old values come back. */
import type { z } from 'zod';
import type { Organisation, organisationPatchSchema } from '../../contract/contacts.contract.ts';
import { canSee } from '../access/permissions.ts';
import type { By } from '../access/principal.ts';
import { type AuditedKind, hasPrefix, type Values } from '../audit/audited-kinds.ts';
import { selectOrganisations } from './organisations.repository.ts';
import {
  changeOrganisation,
  organisationExists,
  ownershipOf,
  restoreOrganisation,
  showOrganisations,
} from './organisations.usecases.ts';

type Patch = z.output<typeof organisationPatchSchema>;

const withIp = ({ principal, ip }: By) => ({ principal, ip: ip ?? '' });

function patchOf({ owner, ...values }: Values): Patch {
  const ownerId = owner === undefined ? {} : { ownerId: (owner as Organisation['owner'])?.id ?? null };
  return { ...values, ...ownerId } as Patch;
}

export const auditedOrganisations: AuditedKind = {
  kind: 'organisation',
  isIdOf: hasPrefix('org'),
  async titles(sql, reader, ids) {
    const rows = await selectOrganisations(sql, ids);
    return new Map(
      rows.filter((row) => canSee(reader, 'contacts.read', ownershipOf(row))).map((row) => [row.id, row.name]),
    );
  },
  restorer: {
    fields: ['name', 'lifecycle', 'owner', 'phones', 'emails', 'notes', 'timeZone'],
    async read(_platform, sql, reader, id) {
      if (!(await organisationExists(sql, reader, id))) return null;
      return (await showOrganisations(sql, reader, await selectOrganisations(sql, [id])))[0] ?? null;
    },
    change: (platform, by, id, values, { version }) =>
      changeOrganisation(platform, {
        organisationId: id,
        patch: { ...patchOf(values), version: version as number },
        ...withIp(by),
      }),
    undelete: (platform, by, id) => restoreOrganisation(platform, { organisationId: id, ...withIp(by) }),
  },
};
