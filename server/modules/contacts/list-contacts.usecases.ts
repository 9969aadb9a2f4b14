/** Lists of people, and the two questions that are asked while somebody types: who is this number, is there such a person already. */
import type { z } from 'zod';
import type {
  Contact,
  contactListQuerySchema,
  duplicatesQuerySchema,
  duplicatesSchema,
  lookupSchema,
} from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { isAsking, isHidden } from '../access/field-rights.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { type ContactRow, contactOwner, ownershipOf } from './contact-row.ts';
import { selectContactPage, selectContacts } from './contacts.repository.ts';
import { showContacts } from './contacts.usecases.ts';
import { findMatches, findMatchesOf } from './find-matches.usecases.ts';
import { withoutNumbersOf } from './rank-matches.ts';
import { recordText, wordsCondition, wordsOf } from './search-conditions.ts';

/** Its people, with those who have a further role there: the ids are found first, by the indexes of both tables. */
const inOrganisation = (sql: Sql, organisationId: string): SqlQuery => sql`c.id = any(array(
    select f.id from contacts f where f.organisation_id = ${organisationId}
    union select r.contact_id from contact_roles r where r.organisation_id = ${organisationId}))`;

export async function listContacts(
  platform: Platform,
  reader: Principal,
  query: z.output<typeof contactListQuerySchema>,
): Promise<Page<Contact>> {
  const { sql } = platform.database;
  const after = cursorOf(query.cursor, 1);
  const region = (await readSettings(platform, sql)).defaultRegion;
  const where = sql.and([
    visiblePredicate(sql, reader, 'contacts.read', contactOwner),
    query.q !== undefined && recordText(sql, reader, 'contact', { text: query.q, region }),
    query.ownerId !== undefined && sql`c.owner_agent_id = ${query.ownerId}`,
    isAsking(reader, 'contact', { owner: query.ownerId, organisation: query.organisationId }) && sql`false`,
    query.organisationId !== undefined && inOrganisation(sql, query.organisationId),
    query.lifecycle !== undefined && sql`c.lifecycle = ${query.lifecycle}`,
  ]);
  const rows = await selectContactPage(sql, { where, after: after?.[0] ?? null, limit: query.limit });
  const page = pageOf(
    rows,
    query.limit,
    (row) => [row.id],
    (row) => row,
  );
  return { items: await showContacts(platform, sql, page.items), nextCursor: page.nextCursor };
}

/** Who a number belongs to, as this reader may know it. */
export async function lookupNumber(
  platform: Platform,
  reader: Principal,
  raw: string,
): Promise<z.input<typeof lookupSchema>> {
  const { e164, candidates } = await findMatches(platform, platform.database.sql, { raw, reader });
  const hidden = (['contact', 'organisation'] as const).filter((kind) => isHidden(reader, kind, 'phones'));
  return { number: { raw, e164 }, candidates: withoutNumbersOf(candidates, hidden) };
}

type Duplicate = z.input<typeof duplicatesSchema>['items'][number];
type Reason = Duplicate['because'][number];

const mostDuplicates = 10;

async function idsByPhone(platform: Platform, phone: string): Promise<string[]> {
  const { sql } = platform.database;
  const region = (await readSettings(platform, sql)).defaultRegion;
  const [match] = await findMatchesOf(platform, sql, [{ raw: phone, e164: null }], { region });
  const own = (match?.candidates ?? []).filter((candidate) =>
    candidate.because.some((reason) => reason === 'own-number' || reason === 'same-last-digits'),
  );
  return own.flatMap((candidate) => (candidate.contactId ? [candidate.contactId] : []));
}

const idsOf = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

async function idsByEmail(sql: Sql, email: string): Promise<string[]> {
  return idsOf(
    await sql<{ id: string }[]>`
    select id from contacts where emails @> array[${email.trim().toLowerCase()}] and deleted_at is null limit 20`,
  );
}

async function idsByName(sql: Sql, name: string): Promise<string[]> {
  // One short word would find half of the base; a warning that is always there warns of nothing.
  if (name.trim().length < 4) return [];
  const isWord = wordsOf(name).length < 2;
  const whole = sql`c.name_key = search_text(${name.trim()})`;
  // The index is that of names and e-mails together; an e-mail is no name.
  const words = sql`${wordsCondition(sql, 'c.search', name)} and ${wordsCondition(sql, 'c.name_key', name)}`;
  return idsOf(
    await sql<{ id: string }[]>`
    select c.id from contacts c where c.deleted_at is null and ${isWord ? whole : words} limit 20`,
  );
}

/** People who may be the one that is being typed in, those with the most in common first. */
export async function findDuplicates(
  platform: Platform,
  reader: Principal,
  query: z.output<typeof duplicatesQuerySchema>,
): Promise<z.input<typeof duplicatesSchema>> {
  const { sql } = platform.database;
  const found = new Map<string, Set<Reason>>();
  const add = (reason: Reason, ids: readonly string[]) => {
    for (const id of ids) found.set(id, (found.get(id) ?? new Set()).add(reason));
  };
  const may = (field: string) => !isHidden(reader, 'contact', field);
  if (query.phone?.trim() && may('phones')) add('phone', await idsByPhone(platform, query.phone));
  if (query.email?.trim() && may('emails')) add('email', await idsByEmail(sql, query.email));
  if (query.name?.trim()) add('name', await idsByName(sql, query.name));
  if (query.exceptId !== undefined) found.delete(query.exceptId);
  const rows = await selectContacts(sql, [...found.keys()]);
  const items = rows.flatMap((row) => {
    const item = duplicateOf(row, [...(found.get(row.id) ?? [])], reader);
    return item ? [item] : [];
  });
  items.sort((a, b) => b.because.length - a.because.length || compare(a.name, b.name));
  return { items: items.slice(0, mostDuplicates) };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function duplicateOf(row: ContactRow, because: Reason[], reader: Principal): Duplicate | null {
  const owner = row.owner_agent_id === null ? null : { id: row.owner_agent_id, name: row.owner_name ?? '' };
  if (canSee(reader, 'contacts.read', ownershipOf(row)))
    return {
      contactId: row.id,
      name: row.name,
      organisationName: row.organisation_name,
      owner,
      because,
      restricted: false,
    };
  // A namesake among somebody else's clients tells nothing and would give the name away.
  const strong = because.filter((reason) => reason !== 'name');
  if (strong.length === 0) return null;
  return { contactId: null, name: '', organisationName: null, owner, because: strong, restricted: true };
}
