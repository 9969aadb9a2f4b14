/** PURE: how long to wait before the next try to connect. */

export interface ReconnectDelayInput {
  /** Failed tries in a row; 0 right after a connection that had worked. */
  readonly failures: number;
  /** `rejected`: Asterisk refused user or secret. */
  readonly because: 'dropped' | 'refused' | 'rejected';
  /** In [0, 1): spreads several bridges that lost the same PBX. */
  readonly random: number;
}

const firstMs = 250;
const longestMs = 10_000;
/** Intrusion blockers (fail2ban on FreePBX) count wrong logins: few tries, so that a mistake does not lock the bridge out. */
const rejectedMs = 15_000;

/**
 * Milliseconds to wait: about 250 after a drop, doubling to ten seconds; 15 s after a rejected login. Jitter shortens by
 * up to a quarter, never lengthens: the first try always comes within 250 ms and none later than ten seconds.
 *
 * @example reconnectDelayMs({ failures: 0, because: 'dropped', random: 0 }) // 250
 */
export const reconnectDelayMs = ({ failures, because, random }: ReconnectDelayInput): number => {
  const full = because === 'rejected' ? rejectedMs : Math.min(longestMs, firstMs * 2 ** Math.min(failures, 20));
  return Math.round(full * (1 - 0.25 * random));
};
