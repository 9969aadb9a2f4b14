/** What a supervisor does with one entry: sooner, never, or again after all. */
import type { z } from 'zod';
import type { entryPatchSchema } from '../../contract/call-lists.contract.ts';
import type { Entry } from '../../contract/campaigns.contract.ts';
import type { Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { entryBusy, entryNotFound } from '../call-lists/call-lists.errors.ts';
import { viewEntries } from './attempt-views.ts';
import { type EntryRow, lockEntry, updateEntry } from './entries.repository.ts';
import { type AttemptPlatform, redecideEntry } from './finish-attempt.usecases.ts';

export async function changeEntry(
  platform: AttemptPlatform,
  {
    principal,
    ip,
    entryId,
    patch,
  }: { principal: Principal; ip: string; entryId: string; patch: z.output<typeof entryPatchSchema> },
): Promise<Entry> {
  const { database, clock } = platform;
  await database.transaction(async (tx) => {
    const entry = await lockEntry(tx, entryId);
    if (!entry) throw entryNotFound();
    if (entry.state === 'busy' && patch.state !== undefined) throw entryBusy();
    if (patch.priority !== undefined) await updateEntry(tx, entryId, { priority: patch.priority });
    if (patch.state === 'finished' && entry.state !== 'finished') {
      const because = { key: 'entry.by-hand' as const, values: { what: 'finished' } };
      await updateEntry(tx, entryId, { state: 'finished', finished_at: clock.now(), because });
    }
    if (patch.state === 'open' && entry.state === 'finished') await reopen(platform, tx, entry);
    const before = { state: entry.state, priority: entry.priority };
    const record = { principal, ip, action: 'entry.changed' as const, record: entryId };
    await createAudit(platform).record(tx, { ...record, before, after: { ...before, ...patch } });
  });
  const [row] = await database.sql<EntryRow[]>`select * from entries where id = ${entryId}`;
  const [view] = await viewEntries(database.sql, principal, row ? [row] : []);
  if (!view) throw entryNotFound();
  return view;

  /** By the rules, from now on: as if it had just come into the list, with the story it has. */
  async function reopen(on: AttemptPlatform, tx: Parameters<typeof lockEntry>[0], entry: EntryRow): Promise<void> {
    const [list] = await tx<
      { campaign_id: string | null }[]
    >`select campaign_id from call_lists where id = ${entry.call_list_id}`;
    const because = { key: 'entry.by-hand' as const, values: { what: 'reopened' } };
    await updateEntry(tx, entry.id, { state: 'open', finished_at: null, due_at: clock.now(), rank: 2, because });
    if (entry.attempts === 0 && list?.campaign_id) {
      await redecideEntry(on, tx, { entry_id: entry.id, campaign_id: list.campaign_id });
    }
  }
}
