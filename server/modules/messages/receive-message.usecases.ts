/** A message that came in is kept once, on the record of whoever wrote it. */
import type { MessageChannel } from '../../contract/messages.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { insertMessage } from './messages.repository.ts';
import { tellMessage } from './tell-message.ts';

export interface IncomingMessage {
  channel: MessageChannel;
  contactId: string;
  /** From where it can be answered; null: not known. */
  address: string | null;
  subject: string;
  text: string;
  /** What it came in as: the same is not kept twice. */
  originId: string;
  receivedAt: Date;
}

/** Runs inside the caller's transaction. */
export async function receiveMessage(
  platform: Pick<Platform, 'ids' | 'facts'>,
  tx: Tx,
  { channel, contactId, address, subject, text, originId, receivedAt }: IncomingMessage,
): Promise<void> {
  const id = platform.ids('msg');
  const isNew = await insertMessage(tx, {
    id,
    direction: 'in',
    channel,
    state: 'received',
    contact_id: contactId,
    address,
    subject,
    text,
    origin_id: originId,
    created_at: receivedAt,
  });
  const row = { id, contact_id: contactId, organisation_id: null, deal_id: null, by_id: null };
  if (isNew) await tellMessage(platform, tx, 'message.received', row, systemPrincipal);
}
