/** Whoever wrote a message that did not go out is asked to see to it: the customer waits for words that will not come. */
import { words } from '../../contract/built-in-words.ts';
import { newTaskSchema } from '../../contract/tasks.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { readUserContact } from '../access/users-for-server.usecases.ts';
import { addTask } from '../tasks/tasks.usecases.ts';
import type { MessageRow } from './messages.repository.ts';

const titles = {
  failed: words(
    'The message did not go out',
    'Письмо не отправлено',
    'Le message n’est pas parti',
    'Il messaggio non è partito',
  ),
  unclear: words(
    'The message may not have gone out',
    'Письмо, возможно, не отправлено',
    'Le message n’est peut-être pas parti',
    'Il messaggio forse non è partito',
  ),
} as const;

/** A task, due at once, in the writer's language; of somebody without a telephone, or who left, it is anybody's. */
export async function askWriter(
  platform: Platform,
  tx: Tx,
  { row, state, detail }: { row: MessageRow; state: keyof typeof titles; detail: string },
): Promise<void> {
  const writer = row.by_id === null ? null : await readUserContact(tx, row.by_id);
  const title = titles[state][writer?.language ?? 'en'];
  const body = newTaskSchema.parse({
    title: `${title}: ${row.subject}`.slice(0, 500),
    description: detail,
    kind: 'letter',
    dueAt: platform.clock.now().toISOString(),
    contactId: row.contact_id,
    organisationId: row.contact_id === null ? row.organisation_id : null,
    dealId: row.deal_id,
    agentId: writer?.agentId ?? null,
  });
  await addTask(platform, tx, { body, principal: systemPrincipal, ip: '' });
}
