/** [SUP-4] Events of the last day: every change and every reading of sensitive things, by whom; as each reader may know them. */
import type { z } from 'zod';
import type { AuditEvent, EventList, eventListQuerySchema } from '../../contract/audit.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { cursorOf, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { withoutHidden } from '../access/field-rights.ts';
import { canDo } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { actorKindOf } from './actor-kind.ts';
import type { AuditedKind, Values } from './audited-kinds.ts';
import { onlyDiffering } from './decide-restore.ts';
import { countByActor, countByKind, type EventRow, selectEvents, visibleEvents } from './events.repository.ts';
import { mayBeNamed } from './named-kinds.ts';
import { idsWithin, withoutUnseen } from './names-of-others.ts';
import { forReader, restorableKeysOf, type Subject, subjectOf, whyNot } from './restorable-entries.ts';

const dayMs = 86_400_000;

export async function listEvents(
  { database, clock }: Pick<Platform, 'database' | 'clock'>,
  kinds: readonly AuditedKind[],
  reader: Principal,
  query: z.output<typeof eventListQuerySchema>,
): Promise<EventList> {
  const { sql } = database;
  const to = query.to === undefined ? clock.now() : new Date(query.to);
  const from = query.from === undefined ? new Date(to.getTime() - dayMs) : new Date(query.from);
  const filter = { from, to, userId: query.userId, actorId: query.actorId, kind: query.kind };
  const visible = visibleEvents(sql, reader);
  const [rows, people, byKind] = await Promise.all([
    selectEvents(sql, filter, { visible, after: cursorOf(query.cursor, 2), limit: query.limit }),
    countByActor(sql, filter, visible),
    countByKind(sql, filter, visible),
  ]);
  const show = await shower(sql, kinds, reader, rows);
  const page = pageOf(rows, query.limit, (row) => [row.at.toISOString(), row.id], show);
  const counted = people.map(({ actorKind, ...one }) => ({ ...one, kind: actorKindOf({ ...one, actorKind }) }));
  return { ...page, from: from.toISOString(), to: to.toISOString(), people: counted, kinds: byKind };
}

/** Tells entries to this reader: with names of what they are about and of what their values name. */
export async function shower(sql: Sql, kinds: readonly AuditedKind[], reader: Principal, rows: readonly EventRow[]) {
  const subjects = rows.flatMap((row) => subjectOf(kinds, row) ?? []);
  const named = new Set(rows.flatMap((row) => [...idsWithin(row.before), ...idsWithin(row.after)]));
  const titles = new Map<string, string>();
  for (const kind of kinds) {
    const own = subjects.filter((subject) => subject.kind === kind).map(({ id }) => id);
    const ids = [...new Set([...own, ...[...named].filter((id) => kind.isIdOf(id))])];
    if (ids.length === 0) continue;
    for (const [id, title] of await kind.titles(sql, reader, ids)) titles.set(id, title);
  }
  return (row: EventRow): AuditEvent => showEvent(reader, row, subjectOf(kinds, row), titles);
}

/** The name that old and new values give a record (a role, a team, a queue); null: none. */
function nameIn({ action, record, before, after }: EventRow): string | null {
  const name = after?.name ?? after?.title ?? before?.name;
  // A queue is called by its id.
  return typeof name === 'string' ? name : action.startsWith('queue.') ? record : null;
}

const onlyOpen = (side: Values | null, open: readonly string[] | undefined): Values | null =>
  side && open ? Object.fromEntries(Object.entries(side).filter(([key]) => open.includes(key))) : side;

const namesOf = (ids: readonly string[], titles: ReadonlyMap<string, string>): Record<string, string> =>
  Object.fromEntries(ids.flatMap((id) => (titles.has(id) ? [[id, titles.get(id) ?? '']] : [])));

function showEvent(
  reader: Principal,
  row: EventRow,
  subject: Subject | null,
  titles: ReadonlyMap<string, string>,
): AuditEvent {
  // What no module answers for is told in full to those who read the whole audit anyway; its name to who may read it.
  const readsAll = canDo(reader, 'audit.read');
  const isRecord = subject !== null && !subject.kind.ofFirm;
  const known = subject ? (titles.get(subject.id) ?? null) : null;
  const title = known ?? (!isRecord && (readsAll || mayBeNamed(reader, row.action)) ? nameIn(row) : null);
  const isShown = isRecord ? title !== null : readsAll || known !== null;
  const kind = row.action.split('.')[0] ?? '';
  const open = readsAll ? undefined : subject?.kind.openValues;
  const visible = (side: Values | null) => withoutHidden(reader, subject?.kind.kind ?? kind, onlyOpen(side, open));
  const values = isShown ? onlyDiffering(visible(row.before), visible(row.after)) : { before: null, after: null };
  const trimmed = (side: Values | null) => withoutUnseen(side, (id) => titles.has(id));
  const [before, after] = [trimmed(values.before), trimmed(values.after)];
  const mayRestore = isShown && canDo(reader, 'events.restore');
  const keys = mayRestore ? restorableKeysOf(row, subject?.kind) : [];
  const restorable = forReader(reader, subject?.kind.kind ?? kind, keys);
  return {
    id: row.id,
    at: row.at.toISOString(),
    userId: row.user_id,
    byKind: actorKindOf({ userId: row.user_id, actorKind: row.actor_kind, actorId: row.actor_id }),
    byName: row.user_name ?? '',
    kind,
    action: row.action,
    record: { kind: subject?.kind.kind ?? null, id: isShown && subject ? subject.id : '', title },
    restricted: isRecord && !isShown,
    before,
    after,
    names: namesOf([...idsWithin(before), ...idsWithin(after)], titles),
    canRestore: restorable.length > 0,
    restorable,
    whyNotRestorable: whyNot(row),
  };
}
