/** A letter to oneself, at once: the administrator sees whether the mail server takes what it is given, and if not, why. */
import type { MailTest } from '../../contract/messages.contract.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { readUserContact } from '../access/users-for-server.usecases.ts';
import { nobodyToWriteTo } from './messages.errors.ts';

/** @param to left out: the address that the asker signs in with; a program has none */
export async function testMail(
  { mailer, database, clock, ids }: Pick<Platform, 'database' | 'clock' | 'ids'> & { mailer: Mailer },
  { principal, to }: { principal: Principal; to?: string | undefined },
): Promise<MailTest> {
  const user = principal.userId === null ? null : await readUserContact(database.sql, principal.userId);
  const address = to ?? user?.email;
  if (address === undefined) throw nobodyToWriteTo();
  const outcome = await mailer.send({
    to: address,
    replyTo: null,
    subject: 'Trunkline',
    text: `${principal.name}: SMTP_URL, MAIL_FROM — ✓`,
    id: ids('msg'),
    date: clock.now(),
  });
  return { sent: outcome.sent, to: address, problem: outcome.sent ? null : outcome.problem, detail: outcome.detail };
}
