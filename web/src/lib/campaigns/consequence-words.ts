/** What a result can bring about by itself: the words, and what each begins with. */
import Ban from '@lucide/svelte/icons/ban';
import Flag from '@lucide/svelte/icons/flag';
import Handshake from '@lucide/svelte/icons/handshake';
import ListPlus from '@lucide/svelte/icons/list-plus';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Mail from '@lucide/svelte/icons/mail';
import UserCheck from '@lucide/svelte/icons/user-check';
import type { Consequence } from '$contract/campaign-rules.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Icon } from '$lib/words/state-words.ts';

export type ConsequenceKind = Consequence['kind'];
const day = 86_400;

export const consequenceWords: Readonly<Record<ConsequenceKind, { label: () => string; icon: Icon }>> = {
  task: { label: m.then_task, icon: ListTodo },
  deal: { label: m.then_deal, icon: Handshake },
  lifecycle: { label: m.then_lifecycle, icon: Flag },
  owner: { label: m.then_owner, icon: UserCheck },
  'call-list': { label: m.then_call_list, icon: ListPlus },
  message: { label: m.then_message, icon: Mail },
  'do-not-call': { label: m.then_do_not_call, icon: Ban },
};
export const consequenceKinds = Object.keys(consequenceWords) as ConsequenceKind[];

const delays: readonly [number, () => string][] = [
  [0, m.then_at_once],
  [600, m.then_in_ten_minutes],
  [3600, m.then_in_hour],
  [day, m.then_in_day],
  [3 * day, m.then_in_three_days],
  [7 * day, m.then_in_week],
  [30 * day, m.then_in_month],
];

/** Delays to choose from, and the one that is set when it is none of them. */
export function delayOptions(current: number): { value: string; label: string }[] {
  const options = delays.map(([seconds, label]) => ({ value: String(seconds), label: label() }));
  if (delays.some(([seconds]) => seconds === current)) return options;
  const hours = String(Math.round((current / 3600) * 100) / 100);
  return [...options, { value: String(current), label: m.then_in_hours({ hours }) }];
}

/** @param lifecycle the first that can be chosen */
export function newConsequence(kind: ConsequenceKind, lifecycle: string, callListId: string): Consequence {
  const begun: Record<ConsequenceKind, Consequence> = {
    task: { kind: 'task', title: '', afterSeconds: day, to: 'agent' },
    deal: { kind: 'deal', title: '', pipelineId: null },
    lifecycle: { kind: 'lifecycle', to: lifecycle },
    owner: { kind: 'owner' },
    'call-list': { kind: 'call-list', callListId },
    message: { kind: 'message', subject: '', text: '', afterSeconds: 600 },
    'do-not-call': { kind: 'do-not-call' },
  };
  return begun[kind];
}
