/**
 * Settings of the bridge, from the environment, read once. A wrong value is one line: the variable, what was found, what is
 * allowed. Secrets are never repeated in it.
 */
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { AmiTarget } from './ami/ami-socket.ts';
import { type LogLevel, logLevels } from './logger.ts';

export interface BridgeConfig {
  /** Id of this bridge and of its PBX, in every call id. */
  readonly bridgeId: string;
  readonly ami: AmiTarget;
  readonly server: { readonly url: string; readonly token: string };
  /** Folder of this bridge: journal, raw copy, recordings to upload. */
  readonly folder: string;
  /** Where this machine sees the PBX's recordings; null: at the path Asterisk says. */
  readonly recordingsFolder: string | null;
  /** Dialplan context in which agents dial. */
  readonly dialContext: string;
  readonly rawEvents: { readonly days: number; readonly maxMegabytes: number };
  readonly logLevel: LogLevel;
}

/** A setting is wrong; the message is complete for the administrator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const amiUrlHelp = 'tcp://user:secret@host:5038 or tls://user:secret@host:5039';

const readAmiUrl = (text: string, authority: string | null): AmiTarget | null => {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'tcp:' && url.protocol !== 'tls:') return null;
  if (url.hostname === '' || url.username === '' || url.password === '') return null;
  const protocol = url.protocol === 'tls:' ? 'tls' : 'tcp';
  const port = url.port === '' ? (protocol === 'tls' ? 5039 : 5038) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const [user, secret] = [decode(url.username), decode(url.password)];
  if (user === null || secret === null || /[\r\n\0]/.test(user + secret)) return null;
  return { protocol, host, port, user, secret, tlsAuthority: authority };
};

const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
};

const isSocketUrl = (text: string): boolean => URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol);

/** Each variable: its sentence, what is allowed in words, its check, whether its value may be shown. */
const variables = {
  AMI_URL: {
    doc: 'Asterisk to serve',
    allowed: amiUrlHelp,
    schema: z.string().refine((text) => readAmiUrl(text, null) !== null),
    secret: true,
  },
  AMI_TLS_CA: {
    doc: 'Authority (or the certificate itself) that signed the certificate of a tls:// Asterisk',
    allowed: 'a readable PEM file',
    schema: z.string().min(1).optional(),
    secret: false,
  },
  PBX_ID: {
    doc: 'Name of this bridge and its PBX, part of every call id; another one for each PBX',
    allowed: '1 to 64 letters, digits, - or _',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .default('pbx1'),
    secret: false,
  },
  SERVER_URL: {
    doc: 'Where the server listens for bridges',
    allowed: 'ws://host:port/bridge or wss://host:port/bridge',
    schema: z.string().refine(isSocketUrl).default('ws://127.0.0.1:8080/bridge'),
    secret: false,
  },
  BRIDGE_TOKEN: {
    doc: 'Secret shown to the server',
    allowed: 'the token of the server, at least 8 characters',
    schema: z.string().min(8),
    secret: true,
  },
  DATA_DIR: {
    doc: 'Journal, raw copy, notes of recordings: in its sub-folder bridge/PBX_ID',
    allowed: 'a folder that can be written',
    schema: z.string().min(1).default('./data'),
    secret: false,
  },
  PBX_RECORDINGS_DIR: {
    doc: 'Where this machine sees the recordings of the PBX; not set: where the PBX says',
    allowed: 'a folder that can be read',
    schema: z.string().min(1).optional(),
    secret: false,
  },
  PBX_DIAL_CONTEXT: {
    doc: 'Dialplan context in which agents dial',
    allowed: 'the name of a dialplan context',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,79}$/)
      .default('from-internal'),
    secret: false,
  },
  RAW_EVENT_DAYS: {
    doc: 'Days the raw copy of AMI events is kept',
    allowed: 'a whole number from 0 (no raw copy) to 365',
    schema: z.coerce.number().int().min(0).max(365).default(14),
    secret: false,
  },
  RAW_EVENT_MB: {
    doc: 'Megabytes the raw copy may take',
    allowed: 'a whole number from 10 to 1000000',
    schema: z.coerce.number().int().min(10).max(1_000_000).default(2_000),
    secret: false,
  },
  LOG_LEVEL: {
    doc: 'How much is logged',
    allowed: logLevels.join(', '),
    schema: z.enum(logLevels).default('info'),
    secret: false,
  },
} as const;

type Name = keyof typeof variables;

/** Each setting as the documentation lists it. */
export const bridgeSettings = Object.entries(variables).map(([name, { doc, allowed, schema }]) => {
  const unset = schema.safeParse(undefined);
  return { name, doc, allowed, default: unset.success && unset.data !== undefined ? String(unset.data) : null };
});

const fail = (name: Name, found: string | undefined): never => {
  const { allowed, secret } = variables[name];
  const shown =
    found === undefined || found === '' ? 'is not set' : secret ? 'is not valid' : `is ${JSON.stringify(found)}`;
  throw new ConfigError(`${name} ${shown}; allowed: ${allowed}.`);
};

/**
 * Reads the settings. An empty variable counts as not set.
 *
 * @throws ConfigError
 */
export const readConfig = (env: NodeJS.ProcessEnv): BridgeConfig => {
  const read = <N extends Name>(name: N): z.output<(typeof variables)[N]['schema']> => {
    const found = env[name] === '' ? undefined : env[name];
    const parsed = variables[name].schema.safeParse(found);
    if (!parsed.success) return fail(name, found);
    return parsed.data as z.output<(typeof variables)[N]['schema']>;
  };
  const ami = readAmiUrl(read('AMI_URL'), readAuthority(read('AMI_TLS_CA')));
  if (ami === null) return fail('AMI_URL', env.AMI_URL);
  const bridgeId = read('PBX_ID');
  const recordings = read('PBX_RECORDINGS_DIR');
  return {
    bridgeId,
    ami,
    server: { url: read('SERVER_URL'), token: read('BRIDGE_TOKEN') },
    folder: path.resolve(read('DATA_DIR'), 'bridge', bridgeId),
    recordingsFolder: recordings === undefined ? null : path.resolve(recordings),
    dialContext: read('PBX_DIAL_CONTEXT'),
    rawEvents: { days: read('RAW_EVENT_DAYS'), maxMegabytes: read('RAW_EVENT_MB') },
    logLevel: read('LOG_LEVEL'),
  };
};

const readAuthority = (file: string | undefined): string | null => {
  if (file === undefined) return null;
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return fail('AMI_TLS_CA', file);
  }
};
