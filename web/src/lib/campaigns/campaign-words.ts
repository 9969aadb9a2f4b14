/** Words of campaigns, entries and the pace, in the reader's language. */
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CirclePlay from '@lucide/svelte/icons/circle-play';
import PencilLine from '@lucide/svelte/icons/pencil-line';
import type { RemovalReason } from '$contract/call-lists.contract.ts';
import type { AttemptOutcome, CampaignMode, CampaignState, EntryRank } from '$contract/campaigns.contract.ts';
import type { PacingBecauseKey } from '$contract/pacing.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Tone } from '$lib/ui/tones.ts';
import { type Icon, outcomeWords } from '$lib/words/state-words.ts';
import type { GoalWhat } from './campaign-draft.ts';

type Word = () => string;

export const modeWords: Readonly<Record<CampaignMode, { label: Word; hint: Word }>> = {
  manual: { label: m.campaign_mode_manual, hint: m.campaign_mode_manual_hint },
  preview: { label: m.campaign_mode_preview, hint: m.campaign_mode_preview_hint },
  progressive: { label: m.campaign_mode_progressive, hint: m.campaign_mode_progressive_hint },
  power: { label: m.campaign_mode_power, hint: m.campaign_mode_power_hint },
  predictive: { label: m.campaign_mode_predictive, hint: m.campaign_mode_predictive_hint },
};

export const stateWords: Readonly<Record<CampaignState, { label: Word; tone: Tone; icon: Icon }>> = {
  draft: { label: m.campaign_state_draft, tone: 'paused', icon: PencilLine },
  running: { label: m.campaign_state_running, tone: 'ready', icon: CirclePlay },
  paused: { label: m.campaign_state_paused, tone: 'ringing', icon: CirclePause },
  finished: { label: m.campaign_state_finished, tone: 'paused', icon: CircleCheck },
};

export const rankWords: Readonly<Record<EntryRank, Word>> = {
  fresh: m.entry_rank_fresh,
  callback: m.entry_rank_callback,
  retry: m.entry_rank_retry,
  abandoned: m.entry_rank_abandoned,
};

export const removalWords: Readonly<Record<RemovalReason, Word>> = {
  'no-number': m.removal_no_number,
  invalid: m.removal_invalid,
  'do-not-call': m.removal_do_not_call,
  lifecycle: m.removal_lifecycle,
  'called-recently': m.removal_called_recently,
  'on-a-call': m.removal_on_a_call,
  'in-other-list': m.removal_in_other_list,
  'duplicate-number': m.removal_duplicate_number,
};

export const paceWords: Readonly<Record<PacingBecauseKey, Word>> = {
  'pacing.by-hand': m.pace_by_hand,
  'pacing.no-entries': m.pace_no_entries,
  'pacing.no-agents': m.pace_no_agents,
  'pacing.agents-elsewhere': m.pace_agents_elsewhere,
  'pacing.progressive': m.pace_progressive,
  'pacing.power': m.pace_power,
  'pacing.power-at-cap': m.pace_power_at_cap,
  'pacing.warm-up': m.pace_warm_up,
  'pacing.near-cap': m.pace_near_cap,
  'pacing.predictive': m.pace_predictive,
  'pacing.last-entries': m.pace_last_entries,
  'pacing.lines-per-agent': m.pace_lines_per_agent,
  'pacing.campaign-lines': m.pace_campaign_lines,
  'pacing.shared-lines': m.pace_shared_lines,
};

export const goalWords: Readonly<Record<GoalWhat, Word>> = {
  sales: m.goal_sales,
  contacts: m.goal_contacts,
  finished: m.goal_finished,
};

const outcomes: Readonly<Record<AttemptOutcome, Word>> = {
  answered: outcomeWords.answered.label,
  'no-answer': outcomeWords['no-answer'].label,
  busy: outcomeWords.busy.label,
  declined: outcomeWords.declined.label,
  failed: outcomeWords.failed.label,
  cancelled: outcomeWords.cancelled.label,
  machine: m.outcome_machine,
  abandoned: m.outcome_abandoned_campaign,
  returned: m.outcome_returned,
  refused: m.outcome_refused,
  lost: m.outcome_lost,
};
export const outcomeLabel = (outcome: AttemptOutcome): string => outcomes[outcome]();

/** Who was left out, as one sentence: `12 no telephone number, 3 called lately`. */
export const removedText = (removed: Partial<Record<RemovalReason, number>>): string =>
  (Object.entries(removed) as [RemovalReason, number][])
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${count} ${removalWords[reason]()}`)
    .join(', ');
