/** Lists of organisations, and their names for other modules. */
import type { z } from 'zod';
import type { Organisation, organisationListQuerySchema } from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { isAsking } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { recordText } from '../contacts/search-conditions.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { selectOrganisationPage, selectOrganisations } from './organisations.repository.ts';
import { organisationOwner, showOrganisations } from './organisations.usecases.ts';

export async function listOrganisations(
  platform: Platform,
  reader: Principal,
  query: z.output<typeof organisationListQuerySchema>,
): Promise<Page<Organisation>> {
  const { sql } = platform.database;
  const after = cursorOf(query.cursor, 1);
  const region = (await readSettings(platform, sql)).defaultRegion;
  const where = sql.and([
    visiblePredicate(sql, reader, 'contacts.read', organisationOwner),
    query.q !== undefined && recordText(sql, reader, 'organisation', { text: query.q, region }),
    query.ownerId !== undefined && sql`o.owner_agent_id = ${query.ownerId}`,
    isAsking(reader, 'organisation', { owner: query.ownerId, parent: query.parentId }) && sql`false`,
    query.parentId !== undefined && sql`o.parent_id = ${query.parentId}`,
    query.lifecycle !== undefined && sql`o.lifecycle = ${query.lifecycle}`,
  ]);
  const rows = await selectOrganisationPage(sql, { where, after: after?.[0] ?? null, limit: query.limit });
  const page = pageOf(
    rows,
    query.limit,
    (row) => [row.id],
    (row) => row,
  );
  return { items: await showOrganisations(sql, reader, page.items), nextCursor: page.nextCursor };
}

export interface OrganisationRef {
  organisationId: string;
  name: string;
  ownerAgentId: string | null;
  ownerName: string | null;
  teamId: string | null;
}

/** Names by id, with whose each is: check with `canSee` before showing. Deleted organisations are left out. */
export async function readOrganisationRefs(sql: Sql, ids: readonly string[]): Promise<Map<string, OrganisationRef>> {
  if (ids.length === 0) return new Map();
  const rows = (await selectOrganisations(sql, ids)).filter((row) => row.deleted_at === null);
  return new Map(
    rows.map(({ id, name, owner_agent_id, owner_name, team_id }) => [
      id,
      { organisationId: id, name, ownerAgentId: owner_agent_id, ownerName: owner_name, teamId: team_id },
    ]),
  );
}
