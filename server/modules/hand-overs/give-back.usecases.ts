/** Taking a hand-over back, by hand or because its time has come. */
import type { Tx } from '../../platform/database/database.ts';
import { systemPrincipal } from '../access/principal.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import type { Kept } from '../reversible-actions/movers.ts';
import {
  type By,
  type Undoer,
  type UndoReport,
  undoActionIn,
} from '../reversible-actions/reversible-actions.usecases.ts';
import { giveBackKey, type HandOverDeps, type HandOverMoved, takersOf, tellHandedOver } from './hand-overs.usecases.ts';

/** Records that the colleague has given on, closed or deleted since stay where they are. */
async function giveBack(
  deps: HandOverDeps,
  tx: Tx,
  action: { id: string; moved: unknown },
  by: By,
): Promise<UndoReport> {
  const moved = action.moved as HandOverMoved;
  const { fromAgentId } = moved;
  const returned: HandOverMoved = { fromAgentId, given: {} };
  const restored: Record<string, number> = {};
  const kept: Kept[] = [];
  const agents = await readAgentRecords(tx, [...(fromAgentId === null ? [] : [fromAgentId]), ...takersOf(moved)]);
  const ownerOf = (id: string | null) => ({ ownerId: id, owner: id === null ? null : (agents.get(id)?.name ?? '') });
  const now = deps.clock.now();
  for (const kind of deps.kinds) {
    let wanted = 0;
    let back = 0;
    for (const [agentId, ids] of Object.entries(moved.given[kind.kind] ?? {})) {
      const went = await kind.back(tx, { ids, agentId, fromAgentId, kept: moved.kept?.[kind.kind], now });
      returned.given[kind.kind] = { ...returned.given[kind.kind], [agentId]: went };
      wanted += ids.length;
      back += went.length;
      const entry = { ...by, action: kind.actions.back, before: ownerOf(agentId) };
      const after = ownerOf(fromAgentId);
      await createAudit(deps).recordMany(
        tx,
        entry,
        went.map((record) => ({ record, after })),
      );
    }
    if (wanted > 0) restored[kind.kind] = back;
    if (wanted > back) kept.push({ part: kind.kind, what: String(wanted - back), because: 'moved-on' });
  }
  await deps.jobs.remove(tx, giveBackKey(action.id));
  await tellHandedOver(deps, tx, 'records.handed-back', { actionId: action.id, moved: returned, note: '' }, by);
  return { restored, kept };
}

export const handOverUndoer = (deps: HandOverDeps): Undoer => ({
  kind: 'handed-over',
  undo: (tx, action, by) => giveBack(deps, tx, action, by),
});

/** The holiday is over. Nothing happens when somebody has taken it back before. */
export async function giveBackWhenDue(deps: HandOverDeps, actionId: string): Promise<void> {
  await deps.database.transaction(async (tx) => {
    const [open] = await tx`
      select from reversible_actions where id = ${actionId} and undone_at is null for update`;
    if (!open) return;
    await undoActionIn(deps, tx, [handOverUndoer(deps)], { actionId, principal: systemPrincipal, ip: '' });
  });
}
