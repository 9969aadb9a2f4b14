import type { z } from 'zod';
import type { timelineItemSchema } from '$contract/calls.contract.ts';

type NoteKind = Extract<z.output<typeof timelineItemSchema>, { kind: 'note' }>['noteKind'];
export type TimelineItem = z.output<typeof timelineItemSchema>;
export const timelineFilters = ['all', 'calls', 'notes', 'messages', 'tasks', 'deals', 'files', 'changes'] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

const kinds: Record<Exclude<TimelineFilter, 'all'>, readonly TimelineItem['kind'][]> = {
  calls: ['call', 'missed-call'],
  notes: ['note'],
  messages: ['message'],
  tasks: ['task'],
  deals: ['deal'],
  files: ['file'],
  changes: ['change', 'stage'],
};

/** A debt and its unanswered call come within this time of each other. */
const SAME_MISS_MS = 120_000;

/** Without the missed calls whose call stands there as well: it says the same, and who was rung. */
export function withoutDoubles(items: readonly TimelineItem[]): readonly TimelineItem[] {
  const missed = items.flatMap((item) =>
    item.kind === 'call' && item.call.direction === 'inbound' && item.call.outcome && item.call.outcome !== 'answered'
      ? [Date.parse(item.call.endedAt ?? item.at)]
      : [],
  );
  return items.filter(
    ({ kind, at }) => kind !== 'missed-call' || !missed.some((end) => Math.abs(end - Date.parse(at)) < SAME_MISS_MS),
  );
}

/** Notes written during a call belong to the call, but whoever looks for notes means them too. */
export function filterTimeline(items: readonly TimelineItem[], filter: TimelineFilter): readonly TimelineItem[] {
  if (filter === 'all') return items;
  return items.filter(
    (item) =>
      kinds[filter].includes(item.kind) || (filter === 'notes' && item.kind === 'call' && item.call.note !== ''),
  );
}

/** Of the notes only those of this kind; whatever else is there stays out as soon as a kind is asked for. */
export function filterNotes(items: readonly TimelineItem[], kind: NoteKind | 'all'): readonly TimelineItem[] {
  return kind === 'all' ? items : items.filter((item) => item.kind === 'note' && item.noteKind === kind);
}

/** A key that stays the same while the item changes. */
export function timelineKey(item: TimelineItem): string {
  switch (item.kind) {
    case 'call':
      return `call:${item.call.id}`;
    case 'task':
      return `task:${item.task.id}`;
    case 'deal':
      return `deal:${item.deal.id}`;
    case 'file':
      return `file:${item.file.id}`;
    case 'message':
      return `message:${item.message.id}`;
    default:
      return `${item.kind}:${item.id}`;
  }
}
