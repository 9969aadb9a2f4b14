/** PURE: what becomes of a message after the mail server was asked to take it. */
import type { MessageProblem, MessageState } from '../../contract/messages.contract.ts';
import type { MailOutcome } from '../../platform/mail/mailer.ts';

export interface AfterTry {
  state: Extract<MessageState, 'sent' | 'queued' | 'failed' | 'unclear'>;
  problem: { code: MessageProblem; detail: string } | null;
  nextTryAt: Date | null;
}

const minutes = 60_000;
/**
 * How long is waited after the first try, the second and so on: a day altogether. Servers of mail try for days among
 * themselves (RFC 5321, 4.5.4.1); whoever wrote to a customer wants to know on the next day that it did not go out.
 */
export const retryAfterMs = [1, 5, 15, 30, 60, 120, 240, 480, 480].map((wait) => wait * minutes);

/** @param tries how often it was tried so far, this time counted */
export function decideAfterTry(outcome: MailOutcome, { tries, now }: { tries: number; now: Date }): AfterTry {
  if (outcome.sent) return { state: 'sent', problem: null, nextTryAt: null };
  const problem = { code: outcome.problem, detail: outcome.detail };
  if (outcome.problem === 'unclear') return { state: 'unclear', problem, nextTryAt: null };
  const wait = outcome.problem === 'refused' ? undefined : retryAfterMs[tries - 1];
  if (wait === undefined) return { state: 'failed', problem, nextTryAt: null };
  return { state: 'queued', problem, nextTryAt: new Date(now.getTime() + wait) };
}
