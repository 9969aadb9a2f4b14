/** PURE: what a failure on the way to the mail server means for the message. */
import type { MessageProblem } from '../../contract/messages.contract.ts';

export interface MailFailure {
  problem: MessageProblem;
  /** What the server said, or what broke, in one line. */
  detail: string;
}

export interface SmtpError {
  code?: string | undefined;
  responseCode?: number | undefined;
  response?: string | undefined;
  message: string;
}

/** True for an answer that the server gives for good (RFC 5321, 4.2.1: 5yz). */
const isForGood = (code: number) => code >= 500 && code < 600;

/**
 * @param wasHandedOver the text has begun to go over the line: without an answer nobody knows whether the server kept it,
 *   and to send it again could make two of it
 */
export function judgeFailure(
  { code, responseCode, response, message }: SmtpError,
  wasHandedOver: boolean,
): MailFailure {
  const detail = (response ?? message).replaceAll(/\s+/g, ' ').trim().slice(0, 500);
  if (code === 'EAUTH') return { problem: 'sign-in', detail };
  if (code === 'EMESSAGE') return { problem: 'refused', detail };
  // 421 is said before the line is closed, whatever was asked (RFC 5321, 3.8).
  if (responseCode) return { problem: isForGood(responseCode) ? 'refused' : 'busy', detail };
  return { problem: wasHandedOver ? 'unclear' : 'unreachable', detail };
}
