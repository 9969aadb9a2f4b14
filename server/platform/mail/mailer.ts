/**
 * Hands letters to the mail server of the firm (SMTP_URL), one connection for each: an operator writes now and then, and a
 * connection that is kept goes stale unseen. The result says whether the server has the letter, has it not, or whether
 * nobody knows.
 */
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Config } from '../config/config.ts';
import { judgeFailure, type MailFailure, type SmtpError } from './judge-failure.ts';
import { type Mailbox, type MailServer, parseMailbox, parseMailServer } from './mail-settings.ts';

export interface Letter {
  to: string;
  replyTo: Mailbox | null;
  subject: string;
  text: string;
  /** Left part of the `Message-ID`: the same letter has always the same, so that a receiver can tell a repetition. */
  id: string;
  date: Date;
}

export type MailOutcome = { sent: true; detail: string } | ({ sent: false } & MailFailure);

export interface Mailer {
  /** Whose letters they are; null: this server sends no mail. */
  from: Mailbox | null;
  send(letter: Letter): Promise<MailOutcome>;
}

/** The mail server does not answer for so long: it is not reached. */
const answerMs = 30_000;

const notSetUp: MailOutcome = { sent: false, problem: 'not-set-up', detail: 'SMTP_URL and MAIL_FROM are not set' };

type MailConfig = Pick<Config, 'smtpUrl' | 'mailFrom'>;

/** Whose letters this server sends; null: it sends none. */
export const senderOf = ({ smtpUrl, mailFrom }: MailConfig): Mailbox | null =>
  smtpUrl === null || mailFrom === null ? null : parseMailbox(mailFrom);

export function createMailer(config: MailConfig): Mailer {
  const { smtpUrl } = config;
  const from = senderOf(config);
  if (smtpUrl === null || from === null) return { from: null, send: async () => notSetUp };
  const server = parseMailServer(smtpUrl);
  return {
    from,
    async send(letter) {
      const raw = await compose(from, letter).catch((error: Error) => error);
      if (raw instanceof Error) return { sent: false, problem: 'refused', detail: raw.message };
      return deliver(server, { from: from.address, to: letter.to }, raw);
    },
  };
}

const domainOf = ({ address }: Mailbox) => address.slice(address.lastIndexOf('@') + 1);

function compose(from: Mailbox, { to, replyTo, subject, text, id, date }: Letter): Promise<Buffer> {
  const letter = new MailComposer({
    from,
    to: { name: '', address: to },
    ...(replyTo && { replyTo }),
    subject,
    text,
    date,
    messageId: `<${id}@${domainOf(from)}>`,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return letter.compile().build();
}

/** One conversation with the mail server, whatever happens in it. */
function deliver(server: MailServer, envelope: { from: string; to: string }, raw: Buffer): Promise<MailOutcome> {
  const { host, port, secure, requireTLS, user, password } = server;
  const times = { connectionTimeout: answerMs, greetingTimeout: answerMs, socketTimeout: answerMs };
  const connection = new SMTPConnection({ host, port, secure, requireTLS, ...times });
  let wasHandedOver = false;
  return new Promise<MailOutcome>((resolve) => {
    const fail = (error: SmtpError) => resolve({ sent: false, ...judgeFailure(error, wasHandedOver) });
    // Read only once the server has said that it waits for the text.
    const text = Readable.from(
      (function* () {
        wasHandedOver = true;
        yield raw;
      })(),
    );
    // Each of them: an error that nobody hears ends the process.
    connection.on('error', fail);
    connection.once('end', () => fail({ message: 'the mail server closed the connection' }));
    const done = (detail: string) => {
      resolve({ sent: true, detail });
      connection.quit();
    };
    const send = () =>
      connection.send({ ...envelope, size: raw.length }, text, (error, info) =>
        error ? fail(error) : done(info.response),
      );
    connection.connect((error) => {
      if (error) return fail(error);
      if (user === null) return send();
      connection.login({ user, pass: password ?? '' }, (refused) => (refused ? fail(refused) : send()));
    });
  }).then((outcome) => {
    // Taken, the line is ended in order; else it may be half broken.
    if (!outcome.sent) connection.close();
    return outcome;
  });
}
