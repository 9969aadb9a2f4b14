/**
 * Writing to a record: the message is kept, waits ten seconds in which it can be taken back, and is handed to the mail
 * server by a job. What did not go out can be sent again by hand.
 */
import type { z } from 'zod';
import type { Message, newMessageSchema } from '../../contract/messages.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { By, Principal } from '../access/principal.ts';
import { readUserContact } from '../access/users-for-server.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { Addressee, MessageRecord } from './message-records.ts';
import { toMessage } from './message-view.ts';
import { mailNotSetUp, messageGone, messageNotFailed, messageNotFound, nobodyToWriteTo } from './messages.errors.ts';
import { insertMessage, lockMessage, type MessageRow, selectMessage, updateMessage } from './messages.repository.ts';
import { type MessageDeps, readRecord, seenRecords, showMessage } from './read-messages.usecases.ts';
import { askToSend, tellMessage } from './tell-message.ts';

/** Whoever wrote changes their mind within this time. */
export const undoMs = 10_000;

/** To whom it goes: somebody of the record, or an address that stands nowhere. */
function addresseeOf(
  { addressees, contactId, organisationId, name }: MessageRecord,
  to: string | undefined,
): Addressee {
  const address = to?.toLowerCase();
  if (address === undefined && addressees[0] === undefined) throw nobodyToWriteTo();
  const known = address === undefined ? addressees[0] : addressees.find((one) => one.address.toLowerCase() === address);
  return known ?? { address: address ?? '', name, contactId, organisationId };
}

/** Answers come to whoever wrote; a made-up name of the first start is no address. */
async function replyAddress(tx: Tx, { userId }: Principal): Promise<string | null> {
  const user = userId === null ? null : await readUserContact(tx, userId);
  return user && !/\.(local|invalid|localhost)$/.test(user.email) ? user.email : null;
}

/** Keeps a message and has it sent. @throws when the record is not for the writer, or no mail server is set up */
export async function writeMessage(
  deps: MessageDeps,
  { body, ...by }: By & { body: z.output<typeof newMessageSchema> },
): Promise<Message> {
  const record = await readRecord(deps, by.principal, body);
  if (deps.mailer.from === null) throw mailNotSetUp();
  const { address, contactId, organisationId } = addresseeOf(record, body.to);
  const now = deps.clock.now();
  const id = deps.ids('msg');
  const sendAt = new Date(now.getTime() + undoMs);
  const { userId, name, kind } = by.principal;
  await deps.database.transaction(async (tx) => {
    await insertMessage(tx, {
      id,
      direction: 'out',
      channel: 'email',
      state: 'queued',
      contact_id: contactId,
      // A person who was written to as one of the organisation stands on both time-lines.
      organisation_id: organisationId ?? record.organisationId,
      deal_id: record.dealId,
      address,
      reply_to: await replyAddress(tx, by.principal),
      subject: body.subject.replaceAll(/\s+/g, ' '),
      text: body.text.replaceAll('\r\n', '\n'),
      next_try_at: sendAt,
      by_id: userId,
      by_name: kind === 'system' ? null : name,
      created_at: now,
    });
    const row = await held(tx, id);
    await noteMessage(deps, tx, by, 'message.written', row);
    await askToSend(deps, tx, id, sendAt);
  });
  const row = await selectMessage(deps.database.sql, id);
  if (!row) throw messageNotFound();
  return toMessage(row, by.principal, await seenRecords(deps, by.principal, row));
}

async function held(tx: Tx, id: string): Promise<MessageRow> {
  const row = await lockMessage(tx, id);
  if (!row) throw messageNotFound();
  return row;
}

/** In the audit, and to whoever looks at the record. */
export async function noteMessage(
  deps: Pick<MessageDeps, 'clock' | 'ids' | 'facts'>,
  tx: Tx,
  by: By,
  action: 'message.written' | 'message.taken-back' | 'message.resent',
  row: MessageRow,
): Promise<void> {
  const record = row.contact_id ?? row.organisation_id ?? row.deal_id ?? row.id;
  await createAudit(deps).record(tx, { ...by, action, record, after: { messageId: row.id } });
  await tellMessage(deps, tx, 'message.changed', row, by.principal);
}

type ById = By & { messageId: string };

/** Changes a message that its writer may see. */
async function change(
  deps: MessageDeps,
  { messageId, ...by }: ById,
  work: (tx: Tx, row: MessageRow) => Promise<void>,
): Promise<Message> {
  const found = await selectMessage(deps.database.sql, messageId);
  if (!found || (await showMessage(deps, by.principal, found)) === null) throw messageNotFound();
  await deps.database.transaction(async (tx) => work(tx, await held(tx, messageId)));
  const row = await selectMessage(deps.database.sql, messageId);
  const message = row && (await showMessage(deps, by.principal, row));
  if (!message) throw messageNotFound();
  return message;
}

/** Takes a message back that has not gone out. Doing so twice changes nothing. */
export const takeBackMessage = (deps: MessageDeps, { messageId, ...by }: ById): Promise<Message> =>
  change(deps, { messageId, ...by }, async (tx, row) => {
    if (row.state === 'cancelled') return;
    if (row.state !== 'queued') throw messageGone();
    await updateMessage(tx, row.id, { state: 'cancelled', next_try_at: null });
    await deps.jobs.remove(tx, row.id);
    await noteMessage(deps, tx, by, 'message.taken-back', row);
  });

const canGoAgain = ({ state, tries }: MessageRow) =>
  state === 'failed' || state === 'unclear' || (state === 'queued' && tries > 0);

/** Sends at once what did not go out, may not have, or waits to be tried again. */
export const resendMessage = (deps: MessageDeps, { messageId, ...by }: ById): Promise<Message> =>
  change(deps, { messageId, ...by }, async (tx, row) => {
    if (!canGoAgain(row)) throw messageNotFailed();
    if (deps.mailer.from === null) throw mailNotSetUp();
    const now = deps.clock.now();
    await updateMessage(tx, row.id, { state: 'queued', tries: 0, next_try_at: now });
    await noteMessage(deps, tx, by, 'message.resent', row);
    await askToSend(deps, tx, row.id, now);
  });
