/** Organisations that may be the one that is being typed in: by name without its legal form, number, domain of an e-mail. */
import type { z } from 'zod';
import type {
  organisationDuplicatesQuerySchema,
  organisationDuplicatesSchema,
} from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { likeText } from '../../platform/words/like-text.ts';
import { isHidden } from '../access/field-rights.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { normalizePhone } from '../phones/normalize-phone.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { coreName } from './core-name.ts';
import { firmDomain } from './mail-domain.ts';
import { type OrganisationRow, selectOrganisations } from './organisations.repository.ts';

type Duplicates = z.input<typeof organisationDuplicatesSchema>;
type Duplicate = Duplicates['items'][number];
type Reason = Duplicate['because'][number];

const mostDuplicates = 8;
/** Names that share their words; so many are compared letter by letter. */
const mostNames = 100;

async function idsByNumber(platform: Platform, sql: Sql, phone: string): Promise<string[]> {
  const number = normalizePhone(phone, (await readSettings(platform, sql)).defaultRegion);
  if (!number.ok) return [];
  const rows = await sql<{ id: string }[]>`
    select distinct ph.organisation_id as id from phones ph join organisations o on o.id = ph.organisation_id
    where ph.e164 = ${number.e164} and o.deleted_at is null limit 20`;
  return rows.map(({ id }) => id);
}

async function idsByDomain(sql: Sql, email: string): Promise<string[]> {
  const domain = firmDomain(email);
  if (domain === null) return [];
  const rows = await sql<{ id: string }[]>`
    select o.id from organisations o
    where o.deleted_at is null and o.search like ${`%@${domain}%`} order by o.created_at, o.id limit 20`;
  return rows.map(({ id }) => id);
}

async function idsByName(sql: Sql, name: string): Promise<string[]> {
  const core = coreName(name);
  if (core.length < 3) return [];
  // Anywhere in the name: what stands before a word there may be a quotation mark.
  const words = core.split(' ').filter((word) => word.length > 1);
  const conditions = words.map((word) => sql`o.search like search_text(${`%${likeText(word)}%`})`);
  const rows = await sql<{ id: string; name: string }[]>`
    select o.id, o.name from organisations o
    where ${sql.and([sql`o.deleted_at is null`, ...conditions])} limit ${mostNames}`;
  return rows.filter((row) => coreName(row.name) === core).map(({ id }) => id);
}

const ownershipOf = (row: OrganisationRow) => ({ ownerAgentIds: [row.owner_agent_id], teamIds: [row.team_id] });

function duplicateOf(row: OrganisationRow, because: Reason[], reader: Principal): Duplicate | null {
  const owner = row.owner_agent_id === null ? null : { id: row.owner_agent_id, name: row.owner_name ?? '' };
  if (canSee(reader, 'contacts.read', ownershipOf(row)))
    return { organisationId: row.id, name: row.name, owner, because, restricted: false };
  // Like-named among somebody else's clients tells nothing and would give the name away.
  const strong = because.filter((reason) => reason !== 'name');
  return strong.length === 0 ? null : { organisationId: null, name: '', owner, because: strong, restricted: true };
}

/** Those with the most in common first; of somebody else's client only whose it is. */
export async function findDuplicateOrganisations(
  platform: Platform,
  reader: Principal,
  { name, phone, email, exceptId }: z.output<typeof organisationDuplicatesQuerySchema>,
): Promise<Duplicates> {
  const { sql } = platform.database;
  const found = new Map<string, Set<Reason>>();
  const add = (reason: Reason, ids: readonly string[]) => {
    for (const id of ids) found.set(id, (found.get(id) ?? new Set()).add(reason));
  };
  const may = (field: string) => !isHidden(reader, 'organisation', field);
  if (phone?.trim() && may('phones')) add('phone', await idsByNumber(platform, sql, phone));
  if (email?.trim() && may('emails')) add('email', await idsByDomain(sql, email));
  if (name?.trim()) add('name', await idsByName(sql, name));
  if (exceptId !== undefined) found.delete(exceptId);
  const rows = await selectOrganisations(sql, [...found.keys()]);
  const items = rows.flatMap((row) => duplicateOf(row, [...(found.get(row.id) ?? [])], reader) ?? []);
  items.sort((a, b) => b.because.length - a.because.length || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return { items: items.slice(0, mostDuplicates) };
}
