/**
 * A mail server of this machine alone: for `npm start` without one, so that a message to a customer truly goes out and is seen
 * to arrive, and for tests, in which it also refuses, is busy, or hangs up in the middle. It passes nothing on to anybody.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A letter as it came over the line. */
export interface ArrivedLetter {
  from: string;
  to: string[];
  raw: string;
}

/**
 * accept · refuse: the receiver is unknown (550) · busy: come later (451) · hang up: the line breaks once the text has come,
 * and nobody knows whether it was kept.
 */
export type MailBehaviour = 'accept' | 'refuse' | 'busy' | 'hang up';

export interface MailLabOptions {
  /** Left out: whoever comes may send. */
  signIn?: { user: string; password: string };
  /** Letters are kept there as files that any mail program opens; left out: in memory only. */
  folder?: string;
}

export interface MailLab {
  /** For SMTP_URL. */
  url: string;
  port: number;
  letters: readonly ArrivedLetter[];
  behave(behaviour: MailBehaviour): void;
  stop(): Promise<void>;
}

const answerOf = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

export async function startMailLab({ signIn, folder }: MailLabOptions = {}): Promise<MailLab> {
  const letters: ArrivedLetter[] = [];
  let behaviour: MailBehaviour = 'accept';
  const server = new SMTPServer({
    authOptional: signIn === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      const isRight = username === signIn?.user && password === signIn?.password;
      if (isRight) done(null, { user: username });
      else done(answerOf(535, 'wrong user or password'));
    },
    onRcptTo(_address, _session, done) {
      if (behaviour === 'refuse') done(answerOf(550, 'no such mailbox here'));
      else if (behaviour === 'busy') done(answerOf(451, 'too many letters, come later'));
      else done();
    },
    onData(stream, session, done) {
      void receive(stream, session).then(
        () => (behaviour === 'hang up' ? hangUp() : done()),
        (error: Error) => done(error),
      );
    },
  });
  /** Cuts every line without a word. */
  const hangUp = () => {
    for (const { _socket } of server.connections as Iterable<{ _socket: { destroy(): void } }>) _socket.destroy();
  };
  const receive = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks).toString('utf8');
    const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    letters.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw });
    if (folder !== undefined) await keep(folder, raw);
  };
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  const who = signIn === undefined ? '' : `${encodeURIComponent(signIn.user)}:${encodeURIComponent(signIn.password)}@`;
  return {
    url: `smtp://${who}127.0.0.1:${port}`,
    port,
    letters,
    behave(next) {
      behaviour = next;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

let kept = 0;

async function keep(folder: string, raw: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  kept += 1;
  const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${kept}.eml`;
  await writeFile(path.join(folder, name), raw);
}
