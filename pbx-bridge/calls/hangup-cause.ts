/**
 * What a called leg's end says about the called party. Asterisk's DialStatus alone is not enough: 404 and 603 come as
 * NOANSWER, and a queue member's 486 as well. The Q.850 cause of the leg's own Hangup tells the truth, and since 22.10 the
 * SIP code (`TechCause`) tells 603 "declined" from 403 "forbidden", which share a cause.
 */
export type LegVerdict = 'no-answer' | 'busy' | 'declined' | 'failed';

/** Q.850: the network or the number could not be reached. */
const FAILED = new Set([
  1, 2, 3, 5, 6, 7, 8, 14, 20, 22, 25, 27, 28, 29, 34, 38, 41, 42, 43, 44, 47, 50, 52, 54, 57, 58, 63, 65, 66, 69, 79,
  81, 88, 91, 95, 96, 97, 98, 99, 100, 101, 102, 111,
]);
/** SIP: refused by a server on the way, not by the person. */
const REFUSED_BY_NETWORK = new Set([401, 402, 403, 407]);
/** Causes by which a leg that was talking died instead of being hung up by a person: RTP timeout, network gone. */
const DIED = new Set([27, 38, 44, 102]);

/** The verdict on a leg that ended without talking; null when its end says nothing (cancelled, answered elsewhere). */
export function verdictOfLeg(
  dialStatus: string | null,
  hangupCause: number | null,
  techCause: number | null,
): LegVerdict | null {
  if (dialStatus === 'CANCEL' || dialStatus === 'ANSWER') return null;
  if (hangupCause === 26) return null;
  if (hangupCause === 17) return 'busy';
  if (hangupCause === 21) return techCause !== null && REFUSED_BY_NETWORK.has(techCause) ? 'failed' : 'declined';
  if (hangupCause === 18 || hangupCause === 19) return 'no-answer';
  if (hangupCause !== null && FAILED.has(hangupCause)) return 'failed';
  return verdictOfDialStatus(dialStatus);
}

/** The verdict by DIALSTATUS, for want of anything better. */
export function verdictOfDialStatus(dialStatus: string | null): LegVerdict | null {
  switch (dialStatus) {
    case 'NOANSWER':
    case 'TIMEOUT':
      return 'no-answer';
    case 'BUSY':
      return 'busy';
    case 'DONTCALL':
    case 'TORTURE':
      return 'declined';
    case 'CONGESTION':
    case 'CHANUNAVAIL':
    case 'UNAVAILABLE':
    case 'INVALIDARGS':
      return 'failed';
    default:
      return null;
  }
}

/** Whether a leg in a conversation was lost (no media, no network) rather than hung up by somebody. */
export function isDeadLine(hangupCause: number | null): boolean {
  return hangupCause !== null && DIED.has(hangupCause);
}
