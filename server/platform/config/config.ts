/** Every variable of the server and of `npm start`, in one table. `docs/configuration.md` is made from it. */
import { isIP } from 'node:net';
import { getCountries } from 'libphonenumber-js';
import { z } from 'zod';
import { parseMailbox } from '../mail/mail-settings.ts';
import { type ConfigOf, entry, optionalText, parseConfig, wholeNumber } from './define-config.ts';

const countries = new Set<string>(getCountries());

const isNetwork = (text: string): boolean => {
  const [address = '', bits, more] = text.split('/');
  const longest = isIP(address) === 4 ? 32 : 128;
  return (
    isIP(address) !== 0 &&
    more === undefined &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  );
};

const urlOf = (...protocols: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)))
    .nullable();

export const configTable = {
  port: entry({
    env: 'PORT',
    doc: 'Port of console and API; 0 takes a free one',
    schema: wholeNumber(0, 65_535),
    default: '8080',
    allowed: 'a port from 0 to 65535',
  }),
  host: entry({
    env: 'HOST',
    doc: 'Address to listen on; 0.0.0.0 for every interface',
    schema: z.string().regex(/^[A-Za-z0-9.:_-]{1,253}$/),
    default: '127.0.0.1',
    allowed: 'an IP address or a host name of this machine',
  }),
  dataDir: entry({
    env: 'DATA_DIR',
    doc: 'Embedded database, recordings, journal',
    schema: z.string().refine((text) => !text.includes('\0')),
    default: './data',
    allowed: 'a folder this user may write to',
  }),
  databaseUrl: entry({
    env: 'DATABASE_URL',
    doc: 'PostgreSQL to use instead of the embedded one',
    schema: urlOf('postgres', 'postgresql'),
    default: null,
    isSecret: true,
    allowed: 'an address such as postgres://user:password@host:5432/trunkline',
  }),
  amiUrl: entry({
    env: 'AMI_URL',
    doc: 'Asterisk to serve; not set: the PBX lab',
    schema: urlOf('tcp', 'tls'),
    default: null,
    isSecret: true,
    allowed: 'an address such as tcp://user:secret@host:5038 or tls://user:secret@host:5039',
  }),
  pbxRecordingsDir: entry({
    env: 'PBX_RECORDINGS_DIR',
    doc: 'Where this PBX writes recordings; not set: as the PBX says',
    schema: optionalText,
    default: null,
    allowed: 'a folder this user may read',
  }),
  defaultRegion: entry({
    env: 'DEFAULT_REGION',
    doc: 'Country of numbers written without one',
    schema: z.string().refine((text) => countries.has(text)),
    default: 'RU',
    allowed: 'a country as two capital letters, such as RU, FR, IT or US',
  }),
  adminEmail: entry({
    env: 'TRUNKLINE_ADMIN_EMAIL',
    doc: 'First administrator; not set: admin@trunkline.local',
    schema: z.email().max(200).nullable(),
    default: null,
    allowed: 'an e-mail address',
  }),
  adminPassword: entry({
    env: 'TRUNKLINE_ADMIN_PASSWORD',
    doc: 'Password of the first administrator; not set: made and printed at first start',
    schema: z.string().min(8).max(200).nullable(),
    default: null,
    isSecret: true,
    allowed: '8 to 200 characters',
  }),
  apiKey: entry({
    env: 'TRUNKLINE_API_KEY',
    doc: "An administrator's API key that exists from the first start",
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{8,200}$/)
      .nullable(),
    default: null,
    isSecret: true,
    allowed: '8 to 200 visible ASCII characters; 20 or more cannot be guessed',
  }),
  bridgeToken: entry({
    env: 'BRIDGE_TOKEN',
    doc: 'Secret that a bridge shows to the server; not set: made once and kept in DATA_DIR/bridge-token',
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{20,200}$/)
      .nullable(),
    default: null,
    isSecret: true,
    allowed: '20 to 200 visible ASCII characters',
  }),
  publicUrl: entry({
    env: 'PUBLIC_URL',
    doc: 'Address people open when a proxy stands in front; other origins are refused',
    schema: urlOf('http', 'https'),
    default: null,
    allowed: 'an address such as https://calls.example.com',
  }),
  trustedProxies: entry({
    env: 'TRUSTED_PROXIES',
    doc: 'Addresses of proxies whose X-Forwarded-For and -Proto are believed',
    schema: z
      .string()
      .regex(/^[0-9a-fA-F.:/, ]*$/)
      .transform((text) => text.split(',').flatMap((part) => (part.trim() ? [part.trim()] : []))),
    default: '',
    allowed: 'IP addresses or networks such as 10.0.0.0/8, with commas between them',
  }),
  importMaxMb: entry({
    env: 'IMPORT_MAX_MB',
    doc: 'Largest file that may be imported, in megabytes',
    schema: wholeNumber(1, 10_240),
    default: '512',
    allowed: 'a whole number from 1 to 10240',
  }),
  webhookNetworks: entry({
    env: 'WEBHOOK_NETWORKS',
    doc: 'Private networks that web-hooks may be sent to, also without TLS; all others only reach public addresses by https',
    schema: z
      .string()
      .transform((text) => text.split(',').flatMap((part) => (part.trim() ? [part.trim()] : [])))
      .refine((entries) => entries.every(isNetwork)),
    default: '',
    allowed: 'IP addresses or networks such as 10.0.0.0/8, with commas between them',
  }),
  smtpUrl: entry({
    env: 'SMTP_URL',
    doc: 'Mail server that messages to customers are handed to; not set: none are sent',
    schema: urlOf('smtp', 'smtps'),
    default: null,
    isSecret: true,
    allowed: 'an address such as smtp://user:password@mail.example.com:587 or smtps://user:password@mail.example.com',
  }),
  mailFrom: entry({
    env: 'MAIL_FROM',
    doc: 'Sender of messages to customers; needed with SMTP_URL',
    schema: z
      .string()
      .max(300)
      .refine((text) => parseMailbox(text) !== null)
      .nullable(),
    default: null,
    allowed: 'an address, also with a name: Example Ltd <office@example.com>',
  }),
  logLevel: entry({
    env: 'LOG_LEVEL',
    doc: 'How much is logged',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    default: 'info',
    allowed: 'trace, debug, info, warn, error, fatal or silent',
  }),
} as const;

export type Config = ConfigOf<typeof configTable>;

/** Configuration of an environment (default: this process's). Throws `ConfigError`. */
export const loadConfig = (env: NodeJS.ProcessEnv = process.env): Config => parseConfig(configTable, env);
