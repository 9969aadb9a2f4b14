/** ABC analysis: who, or what, brings most of the money of the deals that were won. */
import type { z } from 'zod';
import type { abcQuerySchema, abcSchema } from '../../contract/deal-scoring.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { assertNever } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { contactOwner } from '../contacts/contact-row.ts';
import { closedBetween } from '../deals/closed-between.ts';
import { requireMoney } from '../deals/deal-money.ts';
import { organisationOwner } from '../organisations/organisations.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { type AbcRow, abcClasses } from './abc-classes.ts';

type Query = z.output<typeof abcQuerySchema>;
const mostRows = 500;
const owner = { ownerAgents: 'd.agent_ids', team: 'd.team_id' } as const;

/** Cents, so that sums are exact. */
const money = (cents: number) => (cents / 100).toFixed(2);

interface SumRow {
  id: string;
  cents: number;
  deals: number;
}

/** Sums of won deals by what is asked. A sold product counts with its lines, everything else with the deal's potential. */
function sums(sql: Sql, by: Query['by'], where: SqlQuery): SqlQuery {
  switch (by) {
    case 'contact':
      return sql`select d.contact_id as id, (sum(d.potential) * 100)::float8 as cents, count(*)::int as deals
        from deals d where ${where} and d.contact_id is not null group by d.contact_id`;
    case 'organisation':
      return sql`select d.organisation_id as id, (sum(d.potential) * 100)::float8 as cents, count(*)::int as deals
        from deals d where ${where} and d.organisation_id is not null group by d.organisation_id`;
    case 'agent':
      return sql`select d.owner_agent_id as id, (sum(d.potential) * 100)::float8 as cents, count(*)::int as deals
        from deals d where ${where} and d.owner_agent_id is not null group by d.owner_agent_id`;
    case 'product':
      return sql`select l.product_id as id, (sum(round(l.quantity * l.price * (100 - l.discount_percent) / 100, 2)) * 100)::float8 as cents, count(distinct d.id)::int as deals
        from deals d join deal_lines l on l.deal_id = d.id and l.kind = 'sold'
        where ${where} and l.product_id is not null group by l.product_id`;
    default:
      return assertNever(by);
  }
}

/** Names by id; of somebody else's client none. */
async function names(
  sql: Sql,
  reader: Principal,
  by: Query['by'],
  ids: readonly string[],
): Promise<Map<string, string>> {
  const seen = {
    contact: () =>
      sql`select c.id, c.name from contacts c where c.id = any(${[...ids]}::text[])
        and ${visiblePredicate(sql, reader, 'contacts.read', contactOwner)}`,
    organisation: () =>
      sql`select o.id, o.name from organisations o where o.id = any(${[...ids]}::text[])
        and ${visiblePredicate(sql, reader, 'contacts.read', organisationOwner)}`,
    agent: () => sql`select id, name from agents where id = any(${[...ids]}::text[])`,
    product: () => sql`select id, name from products where id = any(${[...ids]}::text[])`,
  };
  const rows = await sql<{ id: string; name: string }[]>`${seen[by]()}`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function classTotals(rows: readonly AbcRow[]) {
  return (['A', 'B', 'C'] as const).map((name) => {
    const of = rows.filter((row) => row.class === name);
    return {
      class: name,
      count: of.length,
      sum: money(of.reduce((all, { sum }) => all + sum, 0)),
      share: Math.min(
        1,
        of.reduce((all, { share }) => all + share, 0),
      ),
    };
  });
}

/**
 * Deals won in the time asked for that the reader may see, by class: A the first 80 % of the money, B up to 95 %.
 * @param most so many rows at most; a file takes all of them
 * @param chosen by a filter of the screen, a condition on `deals d`
 */
export async function readAbc(
  platform: Pick<Platform, 'database' | 'config'>,
  reader: Principal,
  { by, from, to }: Query,
  { most = mostRows, chosen = null }: { most?: number; chosen?: SqlQuery | null } = {},
): Promise<z.input<typeof abcSchema>> {
  requireMoney(reader);
  const { sql } = platform.database;
  const { defaultTimeZone: zone } = await readSettings(platform, sql);
  const where = sql.and([
    sql`d.state = 'won' and d.deleted_at is null`,
    visiblePredicate(sql, reader, 'deals.read', owner),
    closedBetween(sql, zone, { from, before: to }),
    chosen,
  ]);
  const found = await sql<SumRow[]>`${sums(sql, by, where)}`;
  const deals = new Map(found.map((row) => [row.id, row.deals]));
  const rows = abcClasses(found.map(({ id, cents }) => ({ id, sum: Math.round(cents) })));
  const shown = rows.slice(0, most);
  const known = await names(
    sql,
    reader,
    by,
    shown.map(({ id }) => id),
  );
  return {
    classes: classTotals(rows),
    items: shown.map((row) => ({
      ...row,
      name: known.get(row.id) ?? null,
      sum: money(row.sum),
      deals: deals.get(row.id) ?? 0,
      cumulative: Math.min(1, row.cumulative),
    })),
  };
}
