import type { SlippingReason } from '$contract/deal-scoring.contract.ts';
import { m } from '$lib/paraglide/messages.js';

/** Why a deal slips, in words. */
export function slippingWords(reason: SlippingReason, money: (amount: string) => string): string {
  switch (reason.what) {
    case 'potential':
      return m.slipping_potential({ from: money(reason.from), to: money(reason.to) });
    case 'probability':
      return m.slipping_probability({ from: reason.from, to: reason.to });
    case 'silent':
      return reason.days === null ? m.slipping_never_spoken() : m.slipping_silent({ count: reason.days });
    case 'slow':
      return m.slipping_slow({
        days: m.scores_stage_days({ count: reason.days }),
        usual: m.scores_stage_days({ count: reason.usual }),
      });
  }
}
