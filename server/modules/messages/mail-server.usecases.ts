/** How mail goes out of this server, and whether it does. */
import type { MailServerState, MailTest } from '../../contract/messages.contract.ts';
import type { Config } from '../../platform/config/config.ts';
import { parseMailServer } from '../../platform/mail/mail-settings.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { readUserContact } from '../access/users-for-server.usecases.ts';
import { nobodyToWriteTo } from './messages.errors.ts';

export function readMailServer({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>): MailServerState {
  const server = smtpUrl === null ? null : parseMailServer(smtpUrl);
  const missing = [
    ...(smtpUrl === null ? (['SMTP_URL'] as const) : []),
    ...(mailFrom === null ? (['MAIL_FROM'] as const) : []),
  ];
  return { from: missing.length > 0 ? null : mailFrom, server: server && `${server.host}:${server.port}`, missing };
}

/**
 * A letter to oneself, at once: the administrator sees whether the mail server takes it, and if not, why.
 * @param to left out: the address that the asker signs in with; a program has none
 */
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
