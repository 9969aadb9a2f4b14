/** Pure: a rule of when somebody is called again, as its editor holds it, and back. */
import type { RetryRule } from '$contract/campaign-rules.contract.ts';
import { type DurationParts, partsOf, secondsOf, wholeNumber } from '$lib/settings/duration-field.ts';

export const ruleKinds = ['never', 'fixed', 'growing', 'ladder'] as const;
export type RuleKind = (typeof ruleKinds)[number];

/** What one kind needs stays while another is chosen, so that nothing typed is lost by looking. */
export interface RuleDraft {
  kind: RuleKind;
  /** Of `fixed` and `growing`. */
  after: DurationParts;
  factor: string;
  most: string;
  steps: DurationParts[];
  otherNumber: boolean;
}

const LONGEST_SECONDS = 90 * 86_400;
const hour = 3600;

export function ruleDraftOf(rule: RetryRule | null): RuleDraft {
  const begun: RuleDraft = {
    kind: 'never',
    after: partsOf(24 * hour),
    factor: '2',
    most: '3',
    steps: [hour, 3 * hour, 24 * hour].map(partsOf),
    otherNumber: false,
  };
  if (rule === null) return begun;
  const { kind, otherNumber } = rule;
  if (rule.kind === 'ladder') return { ...begun, kind, otherNumber, steps: rule.afterSeconds.map(partsOf) };
  const { afterSeconds, most } = rule;
  const common = { ...begun, kind, otherNumber, after: partsOf(afterSeconds), most: String(most) };
  return rule.kind === 'growing' ? { ...common, factor: String(rule.factor) } : common;
}

function delayOf(parts: DurationParts): number | null {
  const seconds = secondsOf(parts);
  return seconds !== null && seconds <= LONGEST_SECONDS ? seconds : null;
}
function factorOf(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && value >= 1 && value <= 10 ? value : null;
}

/** Undefined: something in it is wrong. */
export function readRule(draft: RuleDraft): RetryRule | null | undefined {
  const { kind, otherNumber } = draft;
  if (kind === 'never') return null;
  if (kind === 'ladder') {
    const delays = draft.steps.map(delayOf);
    const afterSeconds = delays.filter((one) => one !== null);
    const isWhole = afterSeconds.length === delays.length && delays.length >= 1 && delays.length <= 20;
    return isWhole ? { kind, afterSeconds, otherNumber } : undefined;
  }
  const [afterSeconds, most] = [delayOf(draft.after), wholeNumber(draft.most, 1, 50)];
  if (afterSeconds === null || most === null) return undefined;
  if (kind === 'fixed') return { kind, afterSeconds, most, otherNumber };
  const factor = factorOf(draft.factor);
  return factor === null ? undefined : { kind, afterSeconds, factor, most, otherNumber };
}

/** The rule as it is sent. One that was not touched stays to the second, be it finer than the editor shows. */
export function ruleOf(draft: RuleDraft, known: RetryRule | null): RetryRule | null {
  if (JSON.stringify(draft) === JSON.stringify(ruleDraftOf(known))) return known;
  return readRule(draft) ?? null;
}
