/** A rule of when somebody is called again, as one sentence in the reader's language. */
import type { RetryRule } from '$contract/campaign-rules.contract.ts';
import { formatSpan } from '$lib/i18n/format-span.ts';
import { m } from '$lib/paraglide/messages.js';

/** @example ruleSentence({ kind: 'fixed', afterSeconds: 3600, most: 2, otherNumber: true }, 'en') */
export function ruleSentence(rule: RetryRule | null, language: string): string {
  if (rule === null) return m.rule_never();
  const sentence = delaysOf(rule, language);
  return rule.otherNumber ? m.rule_other_number_too({ sentence }) : sentence;
}

function delaysOf(rule: RetryRule, language: string): string {
  if (rule.kind === 'ladder') {
    const spans = rule.afterSeconds.map((seconds) => formatSpan(seconds, language));
    const delays = new Intl.ListFormat(language, { type: 'unit', style: 'short' }).format(spans);
    return m.rule_ladder({ delays });
  }
  const delay = formatSpan(rule.afterSeconds, language);
  if (rule.kind === 'fixed') return m.rule_fixed({ delay, count: rule.most });
  const factor = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(rule.factor);
  return m.rule_growing({ delay, factor, count: rule.most });
}
