import type { Clock } from './clock.ts';

/**
 * Does the work again and again, `everyMs` after the last one ended, so that slow answers never pile up.
 * @param work must not reject
 * @returns stops it, also while the work is under way
 */
export function repeat(clock: Clock, everyMs: number, work: () => Promise<unknown>): () => void {
  let isStopped = false;
  let cancel: () => void = () => undefined;
  const wait = () => {
    if (!isStopped) cancel = clock.after(everyMs, () => void work().then(wait));
  };
  wait();
  return () => {
    isStopped = true;
    cancel();
  };
}
