import type { LeadReason, LeadRule } from '$contract/leads.contract.ts';
import { m } from '$lib/paraglide/messages.js';

export const ruleWords: Readonly<Record<LeadRule, { label: () => string; hint: () => string }>> = {
  'organisation-owner': { label: m.leads_rule_organisation, hint: m.leads_rule_organisation_hint },
  region: { label: m.leads_rule_region, hint: m.leads_rule_region_hint },
  skill: { label: m.leads_rule_skill, hint: m.leads_rule_skill_hint },
  present: { label: m.leads_rule_present, hint: m.leads_rule_present_hint },
  load: { label: m.leads_rule_load, hint: m.leads_rule_load_hint },
  'round-robin': { label: m.leads_rule_turn, hint: m.leads_rule_turn_hint },
};

type Step = LeadReason['steps'][number];

function stepWord({ rule, skill, detail: known }: Step): string {
  const detail = known ?? '';
  switch (rule) {
    case 'organisation-owner':
      return m.leads_step_organisation();
    case 'region':
      return m.leads_step_region({ name: detail });
    case 'skill':
      return skill === undefined
        ? m.leads_step_skill({ name: detail })
        : m.leads_step_skill_needed({ skill, name: detail });
    case 'present':
      return m.leads_step_present();
    case 'load':
      return m.leads_step_load({ count: detail });
    case 'round-robin':
      return m.leads_step_turn();
  }
}

const stepWords = (one: Step): string => {
  const step = stepWord(one);
  return one.left > 1 ? m.leads_step_left({ step, count: one.left }) : step;
};

const decided: Readonly<Partial<Record<string, () => string>>> = {
  'organisation-owner': m.leads_step_organisation,
  'only-one': m.leads_by_only_one,
  first: m.leads_by_first,
};

/**
 * Why somebody has a lead, as a person would say it.
 * @example reasonWords({ decidedBy: 'round-robin', steps: [...] }) // 'present now, 2 left → in turn'
 */
export const reasonWords = ({ decidedBy, steps }: LeadReason): string =>
  [...steps.map(stepWords), ...(decided[decidedBy] ? [decided[decidedBy]()] : [])].join(' → ');

/** The rule that decided, alone, for where there is little room. */
export function deciderWords({ decidedBy, steps }: LeadReason): string {
  const last = steps.at(-1);
  return decided[decidedBy]?.() ?? (last ? stepWords(last) : '');
}

/** The rule that decided, alone, for a line of a time-line: `Anna, untouched, round-robin`. */
export function givenWords(names: string): string {
  const parts = names.split(', ');
  const [why = '', decidedBy = ''] = parts.slice(-2);
  const because = decided[decidedBy]?.() ?? ruleWords[decidedBy as LeadRule]?.label() ?? decidedBy;
  const before: Readonly<Record<string, () => string>> = {
    asked: m.leads_why_asked,
    untouched: m.leads_why_untouched,
  };
  const name = parts.slice(0, -2).join(', ') || m.leads_change_somebody();
  return m.leads_change_given({ name, why: [...(before[why] ? [before[why]()] : []), because].join(', ') });
}
