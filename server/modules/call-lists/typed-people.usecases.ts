/** Typed lines become people: found by number or by name; a number that nobody has is added, in pieces. */
import {
  type CallListSource,
  type GivenSource,
  mostNamed,
  type TypedLine,
  type UnclearReason,
} from '../../contract/call-lists.contract.ts';
import { newContactSchema } from '../../contract/contacts.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { canDo, scopeOf } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { contactsOfText, visibleContacts } from '../contacts/contact-table.usecases.ts';
import { addContact } from '../contacts/contacts.usecases.ts';
import { normalizePhone } from '../phones/normalize-phone.ts';
import type { SegmentsPlatform } from '../segments/select-records.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { nobodyNamed, tooManyNamed } from './call-lists.errors.ts';
import { choosePerson, type Known, type Meant, sameName } from './choose-person.ts';
import { peopleOfRecords } from './people-of-source.ts';

/** Whoever has each number, of those that the reader may see, the likeliest first. */
async function holdersOf(sql: Sql, reader: Principal, numbers: readonly string[]): Promise<Map<string, Known[]>> {
  const rows = await sql<(Known & { e164: string })[]>`
    select p.e164, c.id as "contactId", c.name from phones p join contacts c on c.id = p.contact_id
    where p.e164 = any(${[...numbers]}::text[]) and ${visibleContacts(sql, reader)}
    order by p.e164, p.invalid, not p.is_primary, c.last_call_at desc nulls last, c.id`;
  const holders = new Map<string, Known[]>();
  for (const { e164, contactId, name } of rows) holders.set(e164, [...(holders.get(e164) ?? []), { contactId, name }]);
  return holders;
}

/** As many as are looked through for one name: more people whose names hold these words tell nothing. */
const mostOfName = 50;

async function peopleNamed(sql: Sql, reader: Principal, name: string, region: string): Promise<Known[]> {
  const words = contactsOfText(sql, reader, { text: name, region });
  if (words === null) return [];
  const rows = await sql<Known[]>`
    select c.id as "contactId", c.name from contacts c where ${visibleContacts(sql, reader)} and ${words} limit ${mostOfName}`;
  return rows.filter((row) => sameName(row.name, name));
}

export interface TypedPeople {
  /** Of those who are known, in the order of their lines. */
  contactIds: string[];
  /** To be added, one per number. */
  added: { e164: string; name: string }[];
  unclear: { line: number; because: UnclearReason }[];
}

/** Whom these lines mean; nothing is written. */
export async function readTyped(
  platform: SegmentsPlatform,
  reader: Principal,
  lines: readonly TypedLine[],
): Promise<TypedPeople> {
  const { sql } = platform.database;
  const { defaultRegion: region } = await readSettings(platform, sql);
  const numbers = lines.map(({ number }) => {
    const phone = number === '' ? null : normalizePhone(number, region);
    return phone?.ok ? phone.e164 : null;
  });
  const holders = await holdersOf(sql, reader, [...new Set(numbers.flatMap((one) => one ?? []))]);
  const mayAdd = canDo(reader, 'contacts.write');
  const people = new Set<string>();
  const added = new Map<string, { e164: string; name: string }>();
  const unclear: TypedPeople['unclear'] = [];
  for (const [index, line] of lines.entries()) {
    const e164 = numbers[index] ?? null;
    const known = line.number === '' ? await peopleNamed(sql, reader, line.name, region) : holders.get(e164 ?? '');
    const meant: Meant = choosePerson(line, e164, known ?? []);
    if (meant.kind === 'known') people.add(meant.contactId);
    else if (meant.kind === 'unclear') unclear.push({ line: index, because: meant.because });
    else if (!mayAdd) unclear.push({ line: index, because: 'nobody' });
    else if (!added.has(meant.e164)) added.set(meant.e164, { e164: meant.e164, name: meant.name });
  }
  return { contactIds: [...people], added: [...added.values()], unclear };
}

const atOnce = 100;

/** Nobody's, so that whoever of the campaign calls may go on with them; one's own for who sees nobody's people. */
async function addPeople(
  platform: SegmentsPlatform,
  by: { principal: Principal; ip: string },
  people: TypedPeople['added'],
): Promise<string[]> {
  const ownerId = scopeOf(by.principal, 'contacts.read') === 'all' ? null : by.principal.agentId;
  const ids: string[] = [];
  for (let at = 0; at < people.length; at += atOnce) {
    const piece = people.slice(at, at + atOnce);
    const made = await platform.database.transaction(async (tx) => {
      const contactIds: string[] = [];
      for (const { e164, name } of piece) {
        const body = newContactSchema.parse({ name, ownerId, phones: [{ raw: e164 }] });
        contactIds.push((await addContact(platform, tx, { body, ...by })).id);
      }
      return contactIds;
    });
    ids.push(...made);
  }
  return ids;
}

/** What a list keeps of what it is made from: records and typed lines become people by name, who are added where they are new. */
export async function settleSource(
  platform: SegmentsPlatform,
  by: { principal: Principal; ip: string },
  source: GivenSource,
): Promise<CallListSource> {
  if (source.kind !== 'records' && source.kind !== 'typed') return source;
  const contactIds =
    source.kind === 'records'
      ? await peopleOfRecords(platform.database.sql, by.principal, source)
      : await typedPeople(platform, by, source.lines);
  if (contactIds.length === 0) throw nobodyNamed();
  if (contactIds.length > mostNamed) throw tooManyNamed();
  return { kind: 'contacts', contactIds };
}

async function typedPeople(
  platform: SegmentsPlatform,
  by: { principal: Principal; ip: string },
  lines: readonly TypedLine[],
): Promise<string[]> {
  const { contactIds, added } = await readTyped(platform, by.principal, lines);
  return [...contactIds, ...(await addPeople(platform, by, added))];
}
