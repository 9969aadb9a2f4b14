/**
 * A message that a rule of the firm writes, inside the transaction of what it follows from: in the name of the house, so answers
 * come to its own address. Until it goes out the rule can take it back.
 */
import type { Tx } from '../../platform/database/database.ts';
import { senderOf } from '../../platform/mail/mailer.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { mailablePeople } from '../contacts/people-seen.usecases.ts';
import { mailNotSetUp, nobodyToWriteTo } from './messages.errors.ts';
import { insertMessage, lockMessage, type MessageRow, updateMessage } from './messages.repository.ts';
import { askToSend } from './tell-message.ts';
import { noteMessage, undoMs } from './write-message.usecases.ts';

type Deps = Pick<Platform, 'clock' | 'ids' | 'facts' | 'jobs' | 'config'>;
const by = { principal: systemPrincipal, ip: null };

export interface RuleMessage {
  contactId: string;
  subject: string;
  text: string;
  /** Seconds from now; never less than whoever writes by hand has to change their mind. */
  afterSeconds: number;
}

const held = async (tx: Tx, id: string): Promise<MessageRow> => {
  const row = await lockMessage(tx, id);
  if (!row) throw new Error(`the message ${id} is gone in its own transaction`);
  return row;
};

/** Keeps the message and has it sent. Returns its id. @throws when the person has no address, or no mail server is set up */
export async function writeByRule(deps: Deps, tx: Tx, message: RuleMessage): Promise<string> {
  const { contactId, subject, text, afterSeconds } = message;
  if (senderOf(deps.config) === null) throw mailNotSetUp();
  const [person] = await mailablePeople(tx, systemPrincipal, [contactId]);
  const address = person?.emails[0];
  if (address === undefined) throw nobodyToWriteTo();
  const id = deps.ids('msg');
  const now = deps.clock.now();
  const sendAt = new Date(now.getTime() + Math.max(undoMs, afterSeconds * 1000));
  await insertMessage(tx, {
    id,
    direction: 'out',
    channel: 'email',
    state: 'queued',
    contact_id: contactId,
    address,
    subject: subject.replaceAll(/\s+/g, ' '),
    text: text.replaceAll('\r\n', '\n'),
    next_try_at: sendAt,
    created_at: now,
  });
  await noteMessage(deps, tx, by, 'message.written', await held(tx, id));
  await askToSend(deps, tx, id, sendAt);
  return id;
}

/** Takes it back unless it has gone out, or may have. True: it will not go out. */
export async function takeBackByRule(deps: Deps, tx: Tx, messageId: string): Promise<boolean> {
  const row = await lockMessage(tx, messageId);
  if (!row || row.state === 'cancelled') return true;
  if (row.state !== 'queued' && row.state !== 'failed') return false;
  await updateMessage(tx, row.id, { state: 'cancelled', next_try_at: null });
  await deps.jobs.remove(tx, row.id);
  await noteMessage(deps, tx, by, 'message.taken-back', row);
  return true;
}
