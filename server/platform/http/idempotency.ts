/**
 * Requests with an `Idempotency-Key` are carried out once. The key is reserved first, in a statement of its own; the
 * first transaction of the request then marks it in the same commit as the change (database/transaction-mark.ts); the
 * answer is stored last. So after a crash it is known whether anything was changed: if not, the request is carried out
 * again once the lease is over; if so, it never is, and the caller is told that the answer was lost. A request that was
 * refused without having changed anything leaves no trace: it may be sent again under the same key.
 */
import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import { type TransactionMark, withTransactionMark } from '../database/transaction-mark.ts';
import { conflict } from '../errors/domain-error.ts';
import { randomToken } from '../ids/ids.ts';
import type { Logger } from '../logger/logger.ts';
import { answerOf } from './error-answer.ts';
import {
  answerToRepetition,
  type KnownRequest,
  keptHours,
  leaseMs,
  maxKeptAnswer,
  replayedHeader,
  type StoredAnswer,
} from './idempotency-rules.ts';

export interface KeyedRequest {
  principalId: string;
  key: string;
  requestHash: string;
  /** True: the answer holds a secret and is not kept. */
  isSecret: boolean;
}

interface Reservation extends KeyedRequest {
  token: string;
}

type Needs = { database: Database; clock: Clock; logger: Logger };

/**
 * Carries `work` out, or gives the answer it gave before.
 * @param shown what of an answer of before the reader may see now: rights may have become fewer since
 */
export async function once(
  needs: Needs,
  request: KeyedRequest,
  work: () => Promise<Response>,
  shown: (answer: object) => object = (answer) => answer,
): Promise<Response> {
  const reserved = await reserve(needs, request);
  if (!('token' in reserved)) return replay(reserved, shown);
  const mark = markOf(reserved);
  const cancelBeat = keepAlive(needs, reserved);
  try {
    const answer = await withTransactionMark(mark, work);
    await keep(needs, reserved, await storable(answer, reserved.isSecret));
    return answer;
  } catch (error) {
    if (mark.isWritten) await keep(needs, reserved, refusalToStore(error));
    else await release(needs, reserved);
    throw error;
  } finally {
    cancelBeat();
  }
}

/** The reservation, or what was answered before. Refuses when it is another request, or one that still runs. */
async function reserve(needs: Needs, request: KeyedRequest): Promise<Reservation | StoredAnswer> {
  const { sql } = needs.database;
  for (let tries = 0; tries < 5; tries += 1) {
    const now = needs.clock.now();
    const token = randomToken(12);
    const { principalId, key, requestHash } = request;
    const row = {
      principal_id: principalId,
      key,
      request_hash: requestHash,
      token,
      state: 'running',
      begun_at: now,
      lease_until: new Date(now.getTime() + leaseMs),
    };
    const mine = await sql`
      insert into idempotency_keys as k ${sql(row)}
      on conflict (principal_id, key) do update
        set request_hash = excluded.request_hash, token = excluded.token, state = 'running', status = null,
          content_type = null, body = null, begun_at = excluded.begun_at, lease_until = excluded.lease_until
        where k.begun_at < ${new Date(now.getTime() - keptHours * 3_600_000)}
          or (k.state = 'running' and k.lease_until <= ${now} and k.request_hash = excluded.request_hash)
      returning token`;
    if (mine.count > 0) return { ...request, token };
    const [known] = await sql<KnownRequest[]>`
      select request_hash as "requestHash", state, status, content_type as "contentType", body,
        lease_until as "leaseUntil"
      from idempotency_keys where principal_id = ${principalId} and key = ${key}`;
    if (known) return answerToRepetition(known, requestHash, now);
    // Released between the two statements: it is free now.
  }
  throw conflict('request.in_progress', 'Requests with this Idempotency-Key follow each other too fast. Ask again.');
}

function replay({ status, contentType, body }: StoredAnswer, shown: (answer: object) => object): Response {
  const isRecord = status < 300 && body !== null && contentType?.startsWith('application/json');
  return new Response(isRecord ? JSON.stringify(shown(JSON.parse(body) as object)) : body, {
    status,
    headers: { ...(contentType === null ? {} : { 'content-type': contentType }), [replayedHeader]: 'true' },
  });
}

const markOf = ({ principalId, key, token }: Reservation): TransactionMark => ({
  isWritten: false,
  isOpen: true,
  async write(tx) {
    const { count } = await tx`
      update idempotency_keys set state = 'worked'
      where principal_id = ${principalId} and key = ${key} and token = ${token}`;
    // Another request took over, since this one was silent for too long: nothing of it may stay.
    if (count === 0)
      throw conflict('request.taken_over', 'This request took so long that a later one with its key took over.');
  },
});

/** Says every third of the lease that this server is still at it. */
function keepAlive({ database, clock, logger }: Needs, { principalId, key, token }: Reservation): () => void {
  let cancel: () => void = () => undefined;
  const beat = () => {
    const until = new Date(clock.now().getTime() + leaseMs);
    database.sql`
      update idempotency_keys set lease_until = ${until}
      where principal_id = ${principalId} and key = ${key} and token = ${token}`
      .execute()
      .catch((error: unknown) => logger.warn({ err: error }, 'an idempotency key could not be prolonged'));
    cancel = clock.after(leaseMs / 3, beat);
  };
  cancel = clock.after(leaseMs / 3, beat);
  return () => cancel();
}

async function storable(answer: Response, isSecret: boolean): Promise<StoredAnswer> {
  const contentType = answer.headers.get('content-type');
  const { status } = answer;
  if (answer.body === null) return { status, contentType: null, body: null };
  const isText = contentType !== null && /^(?:application\/json|text\/)/.test(contentType);
  const body = isSecret || !isText ? null : await answer.clone().text();
  return { status, contentType: contentType ?? 'unknown', body: body && body.length <= maxKeptAnswer ? body : null };
}

function refusalToStore(error: unknown): StoredAnswer {
  const { status, body } = answerOf(error);
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

/** The work is done either way: that its answer cannot be stored is no reason not to give it. */
async function keep({ database, logger }: Needs, { principalId, key, token }: Reservation, answer: StoredAnswer) {
  const { status, contentType, body } = answer;
  try {
    await database.sql`
      update idempotency_keys
      set state = 'answered', status = ${status}, content_type = ${contentType}, body = ${body}
      where principal_id = ${principalId} and key = ${key} and token = ${token}`;
  } catch (error) {
    logger.error({ err: error }, 'the answer to a keyed request could not be stored');
  }
}

async function release({ database, logger }: Needs, { principalId, key, token }: Reservation) {
  try {
    await database.sql`
      delete from idempotency_keys
      where principal_id = ${principalId} and key = ${key} and token = ${token} and state = 'running'`;
  } catch (error) {
    logger.error({ err: error }, 'an idempotency key could not be given back; it is free once its lease is over');
  }
}
