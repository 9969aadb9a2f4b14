/** PURE: what SMTP_URL and MAIL_FROM say, as the connection needs it. */
import { isIP } from 'node:net';

/** A sender or a receiver: `Anna Petrova <anna@example.com>` or the address alone. */
export interface Mailbox {
  name: string;
  address: string;
}

export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte (`smtps:`). */
  secure: boolean;
  /** No password goes over a line that anybody can read. */
  requireTLS: boolean;
  user: string | null;
  password: string | null;
}

const addressForm = /^[^\s@<>"(),;:\\]{1,64}@[^\s@<>"(),;:\\]{1,190}$/;

/** @returns null when the text is no mailbox */
export function parseMailbox(text: string): Mailbox | null {
  const named = /^(?<name>[^<>]*)<(?<address>[^<>]+)>$/.exec(text.trim())?.groups;
  const address = (named?.address ?? text).trim();
  const name = (named?.name ?? '').trim().replaceAll(/^"|"$/g, '').trim();
  return addressForm.test(address) ? { name, address } : null;
}

const isThisMachine = (host: string) =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/**
 * Without a port 587 (RFC 6409), with `smtps:` 465 (RFC 8314). With a password TLS is a must, but on this machine itself.
 * @param url `smtp://user:password@host:587` or `smtps://user:password@host`
 */
export function parseMailServer(url: string): MailServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const user = username === '' ? null : decodeURIComponent(username);
  return {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && user !== null && !isThisMachine(host),
    user,
    password: user === null ? null : decodeURIComponent(password),
  };
}
