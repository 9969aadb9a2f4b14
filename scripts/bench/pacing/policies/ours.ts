/** Trunkline's own pacing, asked and told as the dialler does it. */
import type { PacingSettings } from '../../../../server/contract/pacing.contract.ts';
import type { PacingDecision, PacingLimits, PacingQuestion } from '../../../../server/modules/dialer/pacing.ts';
import { type PacingMemory, reducePacing, startMemory } from '../../../../server/modules/dialer/pacing-memory.ts';
import { planDials } from '../../../../server/modules/dialer/plan-dials.ts';
import type { Policy } from '../policy.ts';
import { CAMPAIGN } from '../simulate-day.ts';

/** `check` sees every question and decision. */
export function ours(
  name: string,
  settings: PacingSettings,
  limits: PacingLimits,
  check: (question: PacingQuestion, decision: PacingDecision) => void = () => undefined,
): Policy {
  let memory: PacingMemory = startMemory(settings.abandonWindowSeconds);
  return {
    name,
    dial: (moment) => {
      const campaign = { id: CAMPAIGN, settings, priority: 1, weight: 1, memory, entries: 'plenty' as const };
      const left = { ...limits, maxLines: Math.max(0, limits.maxLines - moment.calls.length) };
      const question = { ...moment, campaigns: [campaign], limits: left };
      const decision = planDials(question).campaigns[CAMPAIGN]!;
      check(question, decision);
      return decision.dial;
    },
    tell: (event) => {
      memory = reducePacing(memory, event);
    },
  };
}
