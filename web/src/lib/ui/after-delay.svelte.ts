import { systemClock } from '$lib/clock/clock.ts';

/** False first, true after `ms`; call it while a component starts. */
export function afterDelay(ms: number): { readonly now: boolean } {
  let now = $state(false);
  $effect(() => systemClock.after(ms, () => (now = true)));
  return {
    get now() {
      return now;
    },
  };
}
