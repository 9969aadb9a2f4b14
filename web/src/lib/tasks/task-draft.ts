/** The fields of a task as a form holds them, and what of them is sent. Pure. */
import type { z } from 'zod';
import type { CustomValues } from '$contract/custom-fields.contract.ts';
import type { newTaskSchema, Recurrence, Task, TaskDetail, taskPatchSchema } from '$contract/tasks.contract.ts';
import { fromLocalField, toLocalField } from '$lib/desk/due-presets.ts';
import { taskDay } from './task-groups.ts';

export interface RepeatDraft {
  unit: '' | Recurrence['unit'];
  every: string;
  weekdays: number[];
  ends: 'never' | 'until' | 'count';
  until: string;
  count: string;
}
export interface TaskDraft {
  title: string;
  description: string;
  kind: string;
  priority: Task['priority'];
  allDay: boolean;
  /** Values of `datetime-local` fields, or a date when it is for the whole day; '' none. */
  due: string;
  day: string;
  start: string;
  duration: string;
  /** '' anybody. */
  agentId: string;
  verify: boolean;
  contactId: string;
  organisationId: string;
  dealId: string | null;
  callId: string | null;
  reminders: readonly number[];
  repeat: RepeatDraft;
}

const noRepeat: RepeatDraft = { unit: '', every: '1', weekdays: [], ends: 'never', until: '', count: '10' };

export const newDraft = (given: Partial<TaskDraft> = {}): TaskDraft => ({
  title: '',
  description: '',
  kind: 'other',
  priority: 'normal',
  allDay: false,
  due: '',
  day: '',
  start: '',
  duration: '',
  agentId: '',
  verify: false,
  contactId: '',
  organisationId: '',
  dealId: null,
  callId: null,
  reminders: [0],
  repeat: { ...noRepeat },
  ...given,
});

export function repeatDraftOf(rule: Recurrence | null): RepeatDraft {
  if (!rule) return { ...noRepeat };
  return {
    unit: rule.unit,
    every: String(rule.every),
    weekdays: [...(rule.weekdays ?? [])],
    ends: rule.until !== undefined ? 'until' : rule.count !== undefined ? 'count' : 'never',
    until: rule.until ?? '',
    count: String(rule.count ?? 10),
  };
}

export const draftOf = (task: TaskDetail): TaskDraft => ({
  title: task.title,
  description: task.description,
  kind: task.kind,
  priority: task.priority,
  allDay: task.allDay,
  due: task.allDay ? '' : toLocalField(task.dueAt ?? ''),
  day: task.allDay ? (taskDay(task) ?? '') : '',
  start: toLocalField(task.startAt ?? ''),
  duration: task.durationMinutes === null ? '' : String(task.durationMinutes),
  agentId: task.agent?.id ?? '',
  verify: task.verify,
  contactId: task.contactId ?? '',
  organisationId: task.organisationId ?? '',
  dealId: task.dealId,
  callId: task.callId,
  reminders: task.reminders,
  repeat: repeatDraftOf(task.recurrence),
});

const whole = (text: string): number | null => (/^\d{1,5}$/.test(text.trim()) ? Number(text) : null);

export function ruleOf({ unit, every, weekdays, ends, until, count }: RepeatDraft): Recurrence | null {
  if (unit === '') return null;
  return {
    every: whole(every) || 1,
    unit,
    ...(unit === 'week' && weekdays.length > 0 ? { weekdays: [...weekdays].sort() } : {}),
    ...(ends === 'until' && until !== '' ? { until } : {}),
    ...(ends === 'count' ? { count: whole(count) || 1 } : {}),
  };
}

type Body = Required<Omit<z.input<typeof newTaskSchema>, 'timeZone' | 'callId' | 'custom'>>;

/** Noon is the same day in every zone that a firm is likely to have two of. */
const noonOf = (day: string) => (day === '' ? '' : fromLocalField(`${day}T12:00`));

export function bodyOf(draft: TaskDraft): Body {
  const due = draft.allDay ? noonOf(draft.day) : fromLocalField(draft.due);
  return {
    title: draft.title.trim(),
    description: draft.description.trim(),
    kind: draft.kind,
    priority: draft.priority,
    startAt: draft.allDay ? null : fromLocalField(draft.start) || null,
    dueAt: due || null,
    allDay: draft.allDay && due !== '',
    durationMinutes: whole(draft.duration) || null,
    contactId: draft.contactId || null,
    organisationId: draft.organisationId || null,
    dealId: draft.dealId,
    agentId: draft.agentId || null,
    verify: draft.verify,
    reminders: due === '' ? [] : [...draft.reminders],
    recurrence: due === '' ? null : ruleOf(draft.repeat),
  };
}

/**
 * Only what was changed, with the version it was changed from; null: nothing was.
 * @param custom changed values of the firm's own fields (`customChanges`)
 */
export function patchOf(
  base: TaskDetail,
  draft: TaskDraft,
  custom: CustomValues | null = null,
): z.input<typeof taskPatchSchema> | null {
  const [before, after] = [bodyOf(draftOf(base)), bodyOf(draft)];
  const keys = (Object.keys(after) as (keyof Body)[]).filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
  if (keys.length === 0 && custom === null) return null;
  const changed = Object.fromEntries(keys.map((key) => [key, after[key]]));
  // Day and "whole day" belong together: one without the other means something else.
  const day = keys.includes('dueAt') || keys.includes('allDay') ? { dueAt: after.dueAt, allDay: after.allDay } : {};
  return { ...changed, ...day, ...(custom && { custom }), version: base.version };
}
