/** What each change of a message shares: how it is told, and how it is sent. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import type { MessageFacts } from './messages.events.ts';
import type { MessageRow } from './messages.repository.ts';

export const sendJob = 'messages.send';

/** One job for each message; asking again moves it. */
export const askToSend = ({ jobs }: Pick<Platform, 'jobs'>, tx: Tx, messageId: string, runAt: Date): Promise<void> =>
  jobs.add(tx, sendJob, { messageId }, { key: messageId, runAt });

export async function tellMessage(
  { facts }: Pick<Platform, 'facts'>,
  tx: Tx,
  type: keyof MessageFacts,
  row: Pick<MessageRow, 'id' | 'contact_id' | 'organisation_id' | 'deal_id' | 'by_id'>,
  principal: Principal,
): Promise<void> {
  const { id, contact_id: contactId, organisation_id: organisationId, deal_id: dealId, by_id: byId } = row;
  const payload = { messageId: id, contactId, organisationId, dealId, byId };
  await facts.append<MessageFacts>(tx, { type, payload, subject: id, actor: actorOf(principal) });
}
