/** Organisations in the audit: their names, and how old values come back. */
import type { z } from 'zod';
import type { Organisation, organisationPatchSchema } from '../../contract/contacts.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
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

/** The owner and the holding are kept with their names, and given by their ids. */
function patchOf({ owner, parent, ...values }: Values): Patch {
  return {
    ...values,
    ...(owner !== undefined && { ownerId: (owner as Organisation['owner'])?.id ?? null }),
    ...(parent !== undefined && { parentId: (parent as Organisation['parent'])?.id ?? null }),
  };
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
  hasTimeLine: true,
  restorer: {
    fields: restorableKeys('organisation.changed'),
    async read(_platform, sql, reader, id) {
      if (!(await organisationExists(sql, reader, id))) return null;
      const [row] = await selectOrganisations(sql, [id]);
      return row && row.deleted_at === null ? ((await showOrganisations(sql, reader, [row]))[0] ?? null) : null;
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
