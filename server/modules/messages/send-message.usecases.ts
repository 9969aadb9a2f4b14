/**
 * Hands a message to the mail server and writes down what came of it. Before it is handed over it is marked: when the server
 * dies in between, nobody knows whether it went out, and a person decides whether to send it again. So nothing goes twice
 * by itself.
 */
import type { Tx } from '../../platform/database/database.ts';
import type { MailOutcome } from '../../platform/mail/mailer.ts';
import { systemPrincipal } from '../access/principal.ts';
import { decideAfterTry } from './after-try.ts';
import { askWriter } from './ask-writer.ts';
import { lockLost, lockMessage, type MessageRow, updateMessage } from './messages.repository.ts';
import type { MessageDeps } from './read-messages.usecases.ts';
import { askToSend, tellMessage } from './tell-message.ts';

type SendDeps = Omit<MessageDeps, 'records'>;

/** Longer than the mail server may take for all its answers. */
const lostAfterMs = 5 * 60_000;

/** Null: it is not to be sent, or not now. */
function claim({ database, clock }: SendDeps, messageId: string): Promise<MessageRow | null> {
  return database.transaction(async (tx) => {
    const row = await lockMessage(tx, messageId);
    const now = clock.now();
    if (row?.state !== 'queued' || (row.next_try_at ?? now) > now) return null;
    const claimed = { state: 'sending' as const, tries: row.tries + 1, claimed_at: now };
    await updateMessage(tx, row.id, claimed);
    return { ...row, ...claimed };
  });
}

/** Sends a message that is due; one that was taken back or has gone out is left alone. */
export async function sendMessage(deps: SendDeps, messageId: string): Promise<void> {
  const row = await claim(deps, messageId);
  if (row === null) return;
  const writer = row.reply_to === null ? null : { name: row.by_name ?? '', address: row.reply_to };
  const outcome = await deps.mailer.send({
    to: row.address ?? '',
    replyTo: writer,
    subject: row.subject,
    text: row.text,
    id: row.id,
    date: row.created_at,
  });
  await deps.database.transaction((tx) => settle(deps, tx, row, outcome));
}

async function settle(deps: SendDeps, tx: Tx, row: MessageRow, outcome: MailOutcome): Promise<void> {
  const now = deps.clock.now();
  const { state, problem, nextTryAt } = decideAfterTry(outcome, { tries: row.tries, now });
  await updateMessage(tx, row.id, {
    state,
    problem_code: problem?.code ?? null,
    problem_detail: problem?.detail ?? '',
    next_try_at: nextTryAt,
    claimed_at: null,
    sent_at: state === 'sent' ? now : null,
  });
  if (state === 'sent') return tellMessage(deps, tx, 'message.sent', row, systemPrincipal);
  if (nextTryAt !== null) {
    await tellMessage(deps, tx, 'message.changed', row, systemPrincipal);
    return askToSend(deps, tx, row.id, nextTryAt);
  }
  await tellMessage(deps, tx, 'message.failed', row, systemPrincipal);
  const failed = state === 'unclear' ? state : 'failed';
  await askWriter(deps, tx, { row, state: failed, detail: problem?.detail ?? '' });
}

const lost: MailOutcome = {
  sent: false,
  problem: 'unclear',
  detail: 'the server of Trunkline stopped while it handed the message over',
};

/** Messages whose server died while it handed them over. */
export const settleLost = (deps: SendDeps): Promise<void> =>
  deps.database.transaction(async (tx) => {
    for (const row of await lockLost(tx, new Date(deps.clock.now().getTime() - lostAfterMs)))
      await settle(deps, tx, row, lost);
  });
