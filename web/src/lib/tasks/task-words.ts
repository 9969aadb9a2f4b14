/** The words, colours and icons of tasks. */
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleDot from '@lucide/svelte/icons/circle-dot';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Inbox from '@lucide/svelte/icons/inbox';
import Mail from '@lucide/svelte/icons/mail';
import Phone from '@lucide/svelte/icons/phone';
import SquareCheck from '@lucide/svelte/icons/square-check';
import Tag from '@lucide/svelte/icons/tag';
import Undo2 from '@lucide/svelte/icons/undo-2';
import Users from '@lucide/svelte/icons/users';
import { builtInTaskKinds, type Task, type TaskState, type TaskStep } from '$contract/tasks.contract.ts';
import { m } from '$lib/paraglide/messages.js';
import type { Icon, StateWords } from '$lib/words/state-words.ts';

export const taskStateWords: Record<TaskState, StateWords> = {
  open: { label: m.task_state_open, tone: 'paused', icon: CircleDashed },
  given: { label: m.task_state_given, tone: 'ringing', icon: Inbox },
  accepted: { label: m.task_state_accepted, tone: 'talking', icon: CircleDot },
  executed: { label: m.task_state_executed, tone: 'wrapup', icon: Hourglass },
  returned: { label: m.task_state_returned, tone: 'gone', icon: Undo2 },
  verified: { label: m.task_state_verified, tone: 'ready', icon: CircleCheck },
  done: { label: m.task_state_done, tone: 'ready', icon: CircleCheck },
};

/** What the button says. */
export const stepWords: Record<TaskStep, () => string> = {
  accept: m.task_step_accept,
  execute: m.task_step_execute,
  verify: m.task_step_verify,
  return: m.task_step_return,
  reopen: m.task_step_reopen,
};
/** What the history says. */
export const stepTakenWords: Record<TaskStep, () => string> = {
  accept: m.task_taken_accept,
  execute: m.task_taken_execute,
  verify: m.task_taken_verify,
  return: m.task_taken_return,
  reopen: m.task_taken_reopen,
};

const kinds: Record<(typeof builtInTaskKinds)[number], { label: () => string; icon: Icon }> = {
  call: { label: m.task_kind_call, icon: Phone },
  meeting: { label: m.task_kind_meeting, icon: Users },
  letter: { label: m.task_kind_letter, icon: Mail },
  other: { label: m.task_kind_other, icon: SquareCheck },
};
const isBuiltIn = (kind: string): kind is keyof typeof kinds => kind in kinds;

/** Own kinds of the firm are their own word. */
export const kindLabel = (kind: string): string => (isBuiltIn(kind) ? kinds[kind].label() : kind);
export const kindIcon = (kind: string): Icon => (isBuiltIn(kind) ? kinds[kind].icon : Tag);
export const kindOptions = (own: readonly string[], known?: string) =>
  [...new Set([...builtInTaskKinds, ...own, ...(known ? [known] : [])])].map((value) => ({
    value,
    label: kindLabel(value),
  }));

export const priorityWords: Record<Task['priority'], () => string> = {
  low: m.task_priority_low,
  normal: m.task_priority_normal,
  high: m.task_priority_high,
};
