/** Whoever sees private people of others by right (`contacts.private`): that they looked is written down. */
import type { Platform } from '../../platform/platform.ts';
import { canDo } from '../access/permissions.ts';
import { recordRead } from '../audit/audit.usecases.ts';
import type { By } from './contacts.usecases.ts';
import { privateRead } from './note-rows.ts';

/** Asked when the person has been read: what was refused was not seen. */
async function tellPrivateRead(platform: Platform, by: By, contactId: string): Promise<void> {
  const { principal } = by;
  if (!canDo(principal, 'contacts.private')) return;
  const { count } = await platform.database.sql`
    select from contacts where id = ${contactId} and is_private and owner_agent_id is distinct from ${principal.agentId}`;
  if (count > 0) await recordRead(platform, { ...by, action: privateRead, record: contactId });
}

/** The answer to a reader, with the look written down. */
export async function readingPrivate<Answer>(
  platform: Platform,
  by: By,
  contactId: string,
  read: () => Promise<Answer>,
): Promise<Answer> {
  const answer = await read();
  await tellPrivateRead(platform, by, contactId);
  return answer;
}
