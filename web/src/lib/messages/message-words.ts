/** States and problems of messages in words. */
import type { Message, MessageProblem, MessageState } from '$contract/messages.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import { type Tone, toneText } from '$lib/ui/tones.ts';

export const messageStateWords: Record<MessageState, { label: () => string; tone: Tone | null }> = {
  received: { label: m.message_received, tone: null },
  queued: { label: m.message_queued, tone: 'paused' },
  sending: { label: m.message_sending, tone: 'paused' },
  sent: { label: m.message_sent, tone: null },
  failed: { label: m.message_failed, tone: 'gone' },
  unclear: { label: m.message_unclear, tone: 'ringing' },
  cancelled: { label: m.message_cancelled, tone: 'paused' },
};

export const problemWords: Record<MessageProblem, () => string> = {
  refused: m.message_problem_refused,
  unreachable: m.message_problem_unreachable,
  'sign-in': m.message_problem_sign_in,
  busy: m.message_problem_busy,
  'not-set-up': m.message_problem_not_set_up,
  unclear: m.message_problem_unclear,
};

/** True for what waits to be tried again, not for what has just been written. */
export const isWaitingAgain = ({ state, tries }: Pick<Message, 'state' | 'tries'>): boolean =>
  state === 'queued' && tries > 0;

export const canGoAgain = (message: Pick<Message, 'state' | 'tries'>): boolean =>
  message.state === 'failed' || message.state === 'unclear' || isWaitingAgain(message);

/** A subject for an answer, with one mark of it however often it goes to and fro. */
export const answerSubject = (subject: string): string => (/^re:/i.test(subject) ? subject : `Re: ${subject}`);

/** Colour of its icon. */
export function messageTone(state: MessageState): string {
  const { tone } = messageStateWords[state];
  return tone === null ? 'text-dim' : toneText[tone];
}
