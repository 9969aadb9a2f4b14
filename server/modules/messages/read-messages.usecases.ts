/** Messages for whoever may see the record that they hang on. */
import type { Message, MessageAddresses, MessageOfRecord } from '../../contract/messages.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import type { Platform } from '../../platform/platform.ts';
import { isHidden } from '../access/field-rights.ts';
import type { Principal } from '../access/principal.ts';
import { visibleContactIds } from '../contacts/people-seen.usecases.ts';
import type { MessageRecord, MessageRecordRegistry } from './message-records.ts';
import { type SeenRecords, seesTexts, toMessage } from './message-view.ts';
import { messageNotFound, messageRecordNotFound } from './messages.errors.ts';
import { type MessagePage, type MessageRow, selectMessage, selectMessages } from './messages.repository.ts';

export type MessageDeps = Platform & { records: MessageRecordRegistry; mailer: Mailer };

/** Throws when there is no such record, or not for this reader. */
export async function readRecord(
  { records, database }: MessageDeps,
  reader: Principal,
  { recordKind, recordId }: MessageOfRecord,
): Promise<MessageRecord> {
  const record = await records[recordKind].read(database.sql, reader, recordId);
  if (!record) throw messageRecordNotFound();
  return record;
}

/** Which records of a message the reader may see. */
export async function seenRecords({ records, database: { sql } }: MessageDeps, reader: Principal, row: MessageRow) {
  const sees = async (kind: keyof MessageRecordRegistry, id: string | null) =>
    id !== null && (await records[kind].read(sql, reader, id)) !== null;
  return {
    contact: await sees('contact', row.contact_id),
    organisation: await sees('organisation', row.organisation_id),
    deal: await sees('deal', row.deal_id),
  } satisfies SeenRecords;
}

const mayRead = (reader: Principal, { contact, organisation, deal }: SeenRecords) =>
  deal || (contact && seesTexts(reader, 'contact')) || (organisation && seesTexts(reader, 'organisation'));

/** A message in hand, for a reader who may see it; null: not for this one. */
export async function showMessage(deps: MessageDeps, reader: Principal, row: MessageRow): Promise<Message | null> {
  const seen = await seenRecords(deps, reader, row);
  return mayRead(reader, seen) ? toMessage(row, reader, seen) : null;
}

export async function readMessage(deps: MessageDeps, reader: Principal, messageId: string): Promise<Message> {
  const row = await selectMessage(deps.database.sql, messageId);
  const message = row && (await showMessage(deps, reader, row));
  if (!message) throw messageNotFound();
  return message;
}

/** Messages of a person; whoever asks has checked that the reader may see the person. */
export async function messagesOfContact(
  sql: Sql,
  reader: Principal,
  contactId: string,
  page: MessagePage,
): Promise<Message[]> {
  if (!seesTexts(reader, 'contact')) return [];
  const rows = await selectMessages(sql, sql`m.contact_id = ${contactId}`, page);
  return rows.map((row) => toMessage(row, reader, { contact: true, organisation: false, deal: false }));
}

/** Messages of an organisation and, of its people, those that the reader may see. */
export async function messagesOfOrganisation(
  sql: Sql,
  reader: Principal,
  { organisationId, contactIds }: { organisationId: string; contactIds: readonly string[] },
  page: MessagePage,
): Promise<Message[]> {
  const people = seesTexts(reader, 'contact') ? await visibleContactIds(sql, reader, contactIds) : new Set<string>();
  const isOwn = sql`m.organisation_id = ${organisationId} and m.contact_id is null`;
  const ofPeople = sql`m.contact_id = any(${[...people]}::text[])`;
  const where = seesTexts(reader, 'organisation') ? sql`(${isOwn} or ${ofPeople})` : ofPeople;
  const rows = await selectMessages(sql, where, page);
  return rows.map((row) =>
    toMessage(row, reader, { contact: row.contact_id !== null, organisation: true, deal: false }),
  );
}

/**
 * Messages written at a deal, and those with its person while it was open, as far as the reader sees them. Whoever asks has
 * checked that the reader may see the deal.
 * @param during null: there is no person
 */
export async function messagesOfDeal(
  sql: Sql,
  reader: Principal,
  { dealId, during }: { dealId: string; during: { contactId: string; from: Date; to: Date | null } | null },
  page: MessagePage,
): Promise<Message[]> {
  const isSeen =
    during && seesTexts(reader, 'contact') && (await visibleContactIds(sql, reader, [during.contactId])).size > 0;
  const withPerson = isSeen
    ? sql`or m.contact_id = ${during.contactId} and m.created_at >= ${during.from}
        ${during.to === null ? sql.empty : sql`and m.created_at <= ${during.to}`}`
    : sql.empty;
  const rows = await selectMessages(sql, sql`(m.deal_id = ${dealId} ${withPerson})`, page);
  const written = rows.flatMap(({ contact_id }) => (contact_id === null ? [] : [contact_id]));
  const people = await visibleContactIds(sql, reader, written);
  return rows.map((row) =>
    toMessage(row, reader, { contact: people.has(row.contact_id ?? ''), organisation: false, deal: true }),
  );
}

export async function listMessages(
  deps: MessageDeps,
  reader: Principal,
  { recordKind, recordId, cursor, limit }: MessageOfRecord & { cursor?: string | undefined; limit: number },
): Promise<Page<Message>> {
  await readRecord(deps, reader, { recordKind, recordId });
  const { sql } = deps.database;
  const key = cursorOf(cursor, 2);
  const before = key ? { at: key[0] ?? '', id: key[1] ?? '' } : null;
  if (before && Number.isNaN(Date.parse(before.at))) return { items: [], nextCursor: null };
  const page = { before, limit: limit + 1 };
  const read = {
    contact: () => messagesOfContact(sql, reader, recordId, page),
    organisation: () => messagesOfOrganisation(sql, reader, { organisationId: recordId, contactIds: [] }, page),
    deal: () => messagesOfDeal(sql, reader, { dealId: recordId, during: null }, page),
  };
  return pageOf(
    await read[recordKind](),
    limit,
    ({ createdAt, id }) => [createdAt, id],
    (message) => message,
  );
}

/** Where a record can be written to. Who may not see addresses is offered one, unseen. */
export async function readAddresses(
  deps: MessageDeps,
  reader: Principal,
  of: MessageOfRecord,
): Promise<MessageAddresses> {
  const { addressees } = await readRecord(deps, reader, of);
  const isHeldBack = ({ contactId }: { contactId: string | null }) =>
    isHidden(reader, contactId === null ? 'organisation' : 'contact', 'emails');
  const items = addressees
    .filter((one, index) => index === 0 || !isHeldBack(one))
    .map((one) => ({ ...one, address: isHeldBack(one) ? null : one.address }));
  return { from: deps.mailer.from?.address ?? null, items };
}
