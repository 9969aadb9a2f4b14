/** A result that puts the person into another list, of this campaign or of one that comes later. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { AttemptRow } from './attempts.repository.ts';

/** Null as record: the person is in that list already, or it is gone. */
export async function addToList(
  platform: Pick<Platform, 'ids' | 'clock'>,
  tx: Tx,
  callListId: string,
  attempt: AttemptRow,
): Promise<{ recordId: string | null; before: null }> {
  const because = tx.json({ key: 'entry.fresh', values: {} });
  const [row] = await tx<{ id: string }[]>`
    insert into entries (id, call_list_id, contact_id, state, rank, priority, position, time_zone, next_e164, because, added_at)
    select ${platform.ids('ent')}, l.id, ${attempt.contact_id}, 'open', 3, 5,
      coalesce((select max(position) from entries where call_list_id = l.id), 0) + 1,
      ${attempt.time_zone}, ${attempt.e164}, ${because}, ${platform.clock.now()}
    from call_lists l where l.id = ${callListId} and l.deleted_at is null
    on conflict (call_list_id, contact_id) do nothing returning id`;
  return { recordId: row?.id ?? null, before: null };
}

/** Only while nobody has called them there. */
export const takeFromList = (tx: Tx, entryId: string, now: Date) => tx`
  update entries set state = 'finished', finished_at = ${now}, version = version + 1,
    because = ${tx.json({ key: 'entry.by-hand', values: { what: 'result-corrected' } })}
  where id = ${entryId} and state = 'open' and attempts = 0`;
