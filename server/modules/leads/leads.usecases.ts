/** What people ask about leads: the open ones, what came of each source; and to have leads given again. */
import type { z } from 'zod';
import type {
  DistributedLeads,
  distributeLeadsSchema,
  leadListQuerySchema,
  leadListSchema,
  leadSourcesQuerySchema,
  leadSourcesSchema,
} from '../../contract/leads.contract.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { isAsking } from '../access/field-rights.ts';
import type { By, Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import { contactsOfText } from '../contacts/contact-table.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { giveLeads } from './give-leads.usecases.ts';
import { type LeadRow, selectOpenLeads, selectSources } from './lead-lists.repository.ts';
import { leadsInvalid, leadsNotYours } from './leads.errors.ts';

const toLead = (row: LeadRow): z.input<typeof leadListSchema>['items'][number] => ({
  contactId: row.id,
  name: row.name,
  organisationId: row.organisation_id,
  organisationName: row.organisation_name,
  owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
  given:
    row.given_at && row.why && row.reason ? { at: row.given_at.toISOString(), why: row.why, reason: row.reason } : null,
  sourceId: row.source_id,
  channel: row.channel,
  cameAt: row.came_at.toISOString(),
  lastCallAt: row.last_call_at?.toISOString() ?? null,
  reached: row.reached_count > 0,
});

/** Open leads that the reader may see, the newest first. */
export async function listLeads(
  platform: Platform,
  reader: Principal,
  { cursor, limit, ownerId, sourceId, q }: z.output<typeof leadListQuerySchema>,
): Promise<z.input<typeof leadListSchema>> {
  const { sql } = platform.database;
  const [at, id] = cursorOf(cursor, 2) ?? [];
  if (at !== undefined && Number.isNaN(Date.parse(at))) throw leadsInvalid('cursor', 'is not one of this list');
  const region = (await readSettings(platform, sql)).defaultRegion;
  const where = sql.and([
    visiblePredicate(sql, reader, 'contacts.read', contactOwner),
    q !== undefined && contactsOfText(sql, reader, { text: q, region }),
    isAsking(reader, 'contact', { owner: ownerId, source: sourceId }) && sql`false`,
    ownerId !== undefined && sql`c.owner_agent_id = ${ownerId}`,
    sourceId !== undefined && sql`c.source_id = ${sourceId}`,
  ]);
  const rows = await selectOpenLeads(sql, { where, after: at && id ? { at, id } : null, limit });
  return pageOf(rows, limit, (row) => [row.came_at.toISOString(), row.id], toLead);
}

const longestMs = 5 * 366 * 86_400_000;

/** Whose a deal is, as its own module has it. */
const dealOwner = { ownerAgents: 'd.agent_ids', team: 'd.team_id' } as const;

/** How many leads each source brought and what came of them, of the people and deals that the reader may see. */
export async function readSources(
  platform: Platform,
  reader: Principal,
  { from, to, by }: z.output<typeof leadSourcesQuerySchema>,
): Promise<z.input<typeof leadSourcesSchema>> {
  const { sql } = platform.database;
  const length = Date.parse(to) - Date.parse(from);
  if (length <= 0) throw leadsInvalid('to', 'must be later than from');
  if (length > longestMs) throw leadsInvalid('to', 'must not be more than five years after from');
  const { currency } = (await readSettings(platform, sql)).deals;
  const rows = await selectSources(sql, {
    from,
    to,
    by,
    where: visiblePredicate(sql, reader, 'contacts.read', contactOwner),
    deals: visiblePredicate(sql, reader, 'deals.read', dealOwner),
  });
  const items = rows.map(({ key, leads, reached, with_deal, won, won_sum }) => ({
    key,
    leads,
    reached,
    withDeal: with_deal,
    won,
    wonSum: won_sum,
  }));
  return { currency, items };
}

/** Has leads given again, to anybody but whoever has them. Works while the rules are switched off, too. */
export async function distributeLeads(
  platform: Platform,
  { body, ...by }: By & { body: z.output<typeof distributeLeadsSchema> },
): Promise<DistributedLeads> {
  const contactIds = [...new Set(body.contactIds)];
  return platform.database.transaction(async (tx) => {
    const mine = await tx<{ id: string }[]>`
      select c.id from contacts c where c.id = any(${contactIds}::text[])
        and ${visiblePredicate(tx, by.principal, 'contacts.hand-over', contactOwner)}`;
    if (mine.length < contactIds.length) throw leadsNotYours();
    const leads = contactIds.map((contactId) => ({ contactId }));
    return { items: await giveLeads(platform, tx, leads, { why: 'asked', by }) };
  });
}
