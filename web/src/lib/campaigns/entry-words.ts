/** Why an entry is (not) called, in the reader's words. */
import type { AttemptOutcome, EntryBecause, EntryBecauseKey } from '$contract/campaigns.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import { outcomeLabel } from './campaign-words.ts';

/** What only the console knows of the names and moments that a reason carries. */
export interface EntryWordsContext {
  disposition: (id: string) => string | undefined;
  when: (iso: string) => string;
  /** Whoever promised the call. */
  agent: string | undefined;
}

const movedWords: Readonly<Record<string, () => string>> = {
  gap: m.entry_moved_gap,
  'abandoned-lock': m.entry_moved_lock,
  'per-day': m.entry_moved_limit,
  'per-24-hours': m.entry_moved_limit,
  'per-30-days': m.entry_moved_limit,
  'calling-hours': m.entry_moved_hours,
  holiday: m.entry_moved_holiday,
};

const byHandWords: Readonly<Record<string, () => string>> = {
  finished: m.entry_because_finished,
  reopened: m.entry_because_reopened,
  'campaign-deleted': m.entry_because_campaign_deleted,
  'list-deleted': m.entry_because_list_deleted,
  'left-segment': m.entry_because_left_segment,
  'result-corrected': m.entry_because_result_corrected,
};

/** One reason as a sentence without a full stop; with what moved it, where something did. */
export function entryBecauseWords({ key, values }: EntryBecause, context: EntryWordsContext): string {
  const value = (name: string) => values[name] ?? '';
  const what = () => context.disposition(value('dispositionId')) ?? outcomeLabel(value('outcome') as AttemptOutcome);
  const again = () => m.entry_because_retry({ what: what() });
  const words: Record<EntryBecauseKey, () => string> = {
    'entry.fresh': m.entry_because_fresh,
    'entry.callback': m.entry_because_callback,
    'entry.retry': again,
    'entry.retry-moved': again,
    'entry.abandoned': m.entry_because_abandoned,
    'entry.returned': m.entry_because_returned,
    'entry.result-final': () => m.entry_because_result_final({ what: what() }),
    'entry.rule-ended': () => m.entry_because_rule_ended({ what: what() }),
    'entry.no-rule': () => m.entry_because_no_rule({ what: what() }),
    'entry.entry-limit': () => m.entry_because_entry_limit({ attempts: value('attempts') }),
    'entry.life-limit': m.entry_because_life_limit,
    'entry.no-number': m.entry_because_no_number,
    'entry.no-open-hour': m.entry_because_no_open_hour,
    'entry.do-not-call': m.entry_because_do_not_call,
    'entry.deleted': m.entry_because_deleted,
    'entry.by-hand': () => (byHandWords[value('what')] ?? m.entry_because_finished)(),
    'entry.claimed': m.entry_because_claimed,
    'entry.on-the-line': m.entry_because_on_the_line,
    'entry.held': m.entry_because_held,
    'entry.called-recently': m.entry_because_called_recently,
    'entry.outside-hours': () => m.entry_because_outside_hours({ zone: value('zone') }),
    'entry.not-due': () => m.entry_because_not_due({ when: context.when(value('at')) }),
    'entry.callback-of': () => m.entry_because_callback_of({ name: context.agent ?? m.entry_someone() }),
    'entry.list-off': m.entry_because_list_off,
    'entry.campaign-not-running': m.entry_because_not_running,
    'entry.in-line': m.entry_because_in_line,
  };
  const moved = movedWords[value('moved')]?.();
  return moved === undefined ? words[key]() : `${words[key]()} – ${moved}`;
}
