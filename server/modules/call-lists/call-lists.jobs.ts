/** Background work of call lists: filling them, and following their segments. */
import { z } from 'zod';
import { type CallListSource, callListSourceSchema } from '../../contract/call-lists.contract.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import { job } from '../../platform/job-queue/job.ts';
import { currentPrincipal } from '../access/current-principal.usecases.ts';
import type { Principal } from '../access/principal.ts';
import { type CallListRow, lockCallList, selectCallLists, updateCallList } from './call-lists.repository.ts';
import { fillJob, tellCallList } from './call-lists.usecases.ts';
import { type FillPlatform, fillList } from './fill-list.usecases.ts';
import { followSegments } from './follow-segment.usecases.ts';

const payload = z.object({
  callListId: z.string(),
  /** Null: the list's own. */
  source: callListSourceSchema.nullable(),
  by: z.unknown().optional(),
});

async function settle(
  platform: FillPlatform,
  id: string,
  columns: { state: CallListRow['state']; problem: string | null },
) {
  const { database, clock } = platform;
  await database.transaction(async (tx) => {
    if (!(await lockCallList(tx, id))) return;
    const now = clock.now();
    const row = await updateCallList(tx, id, { ...columns, ...(columns.state === 'ready' && { built_at: now }) }, now);
    await tellCallList(platform, tx, row, null);
  });
}

async function fill(
  platform: FillPlatform,
  row: CallListRow,
  { source, by, signal }: { source: CallListSource; by: Principal; signal: AbortSignal },
): Promise<void> {
  const reader = await currentPrincipal(platform.database.sql, by);
  if (!reader) {
    await settle(platform, row.id, { state: 'failed', problem: 'not-allowed' });
    return;
  }
  const { shuffle, ...rules } = row.rules;
  const common = { callListId: row.id, source, rules, reader, shuffle, priority: 5, signal };
  try {
    await fillList(platform, { ...common, onPiece: (tx) => tellCallList(platform, tx, row, null) });
    await settle(platform, row.id, { state: 'ready', problem: null });
  } catch (error) {
    // What is refused now (the segment is gone) is refused the next time, too.
    if (!(error instanceof DomainError)) throw error;
    platform.logger.warn({ err: error, callListId: row.id }, 'a call list could not be filled');
    await settle(platform, row.id, { state: 'failed', problem: error.code });
  }
}

export const callListJobs = (platform: FillPlatform) => [
  job({
    name: fillJob,
    schema: payload,
    run: async ({ callListId, source, by }, { signal }) => {
      const [row] = await selectCallLists(platform.database.sql, { ids: [callListId] });
      if (row?.state !== 'building') return;
      await fill(platform, row, {
        source: source ?? row.source,
        by: (by as Principal | undefined) ?? row.created_by,
        signal,
      });
    },
  }),
  job({
    name: 'call-lists.follow',
    schema: z.object({}),
    cron: '* * * * *',
    run: (_, { signal }) => followSegments(platform, signal),
  }),
];
