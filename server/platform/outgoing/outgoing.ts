/**
 * A request to an address that somebody typed into a form. The name is looked up once, the address it gave is judged
 * (public-address.ts) and then connected to, so that a name cannot point elsewhere between the two; redirects are not
 * followed; time and size are bounded. Outside of named networks only https is spoken.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { type BlockList, isIP } from 'node:net';
import type { Clock } from '../clock/clock.ts';
import { monotonicMs } from '../clock/clock.ts';
import { isNamedAddress, isPublicAddress } from './public-address.ts';

/** Why nothing was sent, or no answer came. */
export type OutgoingFailure =
  | 'bad-address'
  | 'not-found'
  | 'forbidden-address'
  | 'https-needed'
  | 'timed-out'
  | 'not-reachable';

export type OutgoingAnswer =
  | { ok: true; status: number; body: string; retryAfterSeconds: number | null; milliseconds: number }
  | { ok: false; because: OutgoingFailure; detail: string; milliseconds: number };

export interface OutgoingRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface OutgoingOptions {
  /** Private networks that may be spoken to all the same. */
  named: BlockList;
  clock: Pick<Clock, 'after'>;
  limitMs?: number;
  /** Of the answer, so much is read. */
  maxAnswerBytes?: number;
  signal?: AbortSignal;
  /** Looks a name up; replaced by tests. */
  resolve?: (host: string) => Promise<LookupAddress[]>;
}

const resolveAll = (host: string): Promise<LookupAddress[]> => lookup(host, { all: true, verbatim: true });

/** What is wrong with an address for outgoing requests before anything is looked up; null: nothing. */
export function badAddress(url: string): string | null {
  if (!URL.canParse(url)) return 'is no address';
  const { protocol, username, password, hash } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must begin with https://';
  if (username || password) return 'must not hold a user or a password';
  return hash ? 'must not hold a # part' : null;
}

type Target = { ok: true; address: string } | { ok: false; because: OutgoingFailure; detail: string };

async function decideTarget(url: URL, { named, resolve = resolveAll }: OutgoingOptions): Promise<Target> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found =
    isIP(host) === 0 ? await resolve(host).catch(() => []) : [{ address: host, family: isIP(host) as 4 | 6 }];
  if (found.length === 0) return { ok: false, because: 'not-found', detail: `there is no host ${host}` };
  const inside = found.find(({ address }) => isNamedAddress(address, named));
  if (inside) return { ok: true, address: inside.address };
  const outside = found.find(({ address }) => isPublicAddress(address));
  if (!outside) {
    return {
      ok: false,
      because: 'forbidden-address',
      detail: 'it leads into a private network; an administrator can allow it with WEBHOOK_NETWORKS',
    };
  }
  if (url.protocol !== 'https:') return { ok: false, because: 'https-needed', detail: 'public addresses need https' };
  return { ok: true, address: outside.address };
}

/** Sends one POST and reads the beginning of the answer. Never throws. */
export async function postOutside(request: OutgoingRequest, options: OutgoingOptions): Promise<OutgoingAnswer> {
  const startedAt = monotonicMs();
  const took = () => Math.round(monotonicMs() - startedAt);
  const fault = badAddress(request.url);
  if (fault !== null) return { ok: false, because: 'bad-address', detail: fault, milliseconds: 0 };
  const url = new URL(request.url);
  const target = await decideTarget(url, options);
  if (!target.ok) return { ...target, milliseconds: took() };
  try {
    return { ...(await send(url, target.address, request, options)), milliseconds: took() };
  } catch (error) {
    const isLate = error instanceof TimedOut;
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, because: isLate ? 'timed-out' : 'not-reachable', detail, milliseconds: took() };
  }
}

class TimedOut extends Error {}

interface Received {
  ok: true;
  status: number;
  body: string;
  retryAfterSeconds: number | null;
}

function send(url: URL, address: string, { headers, body }: OutgoingRequest, options: OutgoingOptions) {
  const { clock, limitMs = 10_000, maxAnswerBytes = 16_384, signal } = options;
  const bytes = Buffer.from(body);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise<Received>((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? https : http).request(
      {
        host: address,
        port: url.port || (url.protocol === 'https:' ? 443 : 80),
        path: url.pathname + url.search,
        method: 'POST',
        headers: { ...headers, host: url.host, 'content-length': String(bytes.length), connection: 'close' },
        // The name, not the address, is what the certificate must be for.
        ...(isIP(host) === 0 ? { servername: host } : {}),
        agent: false,
        ...(signal ? { signal } : {}),
      },
      (answer) => {
        const parts: Buffer[] = [];
        let length = 0;
        const done = () => {
          cancel();
          const text = Buffer.concat(parts).subarray(0, maxAnswerBytes).toString('utf8').replaceAll('\0', '');
          const wait = Number(answer.headers['retry-after']);
          const retryAfterSeconds = Number.isFinite(wait) && wait > 0 ? Math.min(wait, 86_400) : null;
          resolve({ ok: true, status: answer.statusCode ?? 0, body: text, retryAfterSeconds });
        };
        answer.on('data', (part: Buffer) => {
          parts.push(part);
          length += part.length;
          if (length < maxAnswerBytes) return;
          done();
          sent.destroy();
        });
        answer.on('end', done);
        answer.on('error', reject);
      },
    );
    const cancel = clock.after(limitMs, () => {
      sent.destroy(new TimedOut(`no answer within ${limitMs / 1_000} s`));
      reject(new TimedOut(`no answer within ${limitMs / 1_000} s`));
    });
    sent.on('error', (error) => {
      cancel();
      reject(error);
    });
    sent.end(bytes);
  });
}
