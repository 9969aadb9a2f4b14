/**
 * May a deal go to this stage? The one rule behind the board, the bar of stages and the API; docs/deals.md says it in
 * words. Pure.
 */
import type { DealMode, DealState, RequirableField } from '../../contract/pipelines.contract.ts';
import { assertNever } from '../../platform/errors/domain-error.ts';

export interface MoveStage {
  id: string;
  name: string;
  kind: DealState;
  position: number;
  requiredFields: readonly RequirableField[];
}

export interface MovingDeal {
  stageId: string;
  state: DealState;
  /** The open stage it is in, or was in before it was closed. */
  lastOpenStageId: string;
  /** Fields that hold something. */
  filled: ReadonlySet<RequirableField>;
}

export interface StageMoveQuestion {
  mode: DealMode;
  /** Of the deal's pipeline, in any order. */
  stages: readonly MoveStage[];
  deal: MovingDeal;
  to: string;
  /** Required tasks of the stage the deal is in that are not done. */
  openTasks: readonly { taskId: string; title: string }[];
  hasLossReason: boolean;
}

export const refusedBecause = [
  'unknown-stage',
  'no-loss-reason',
  'outside-process',
  'goes-back',
  'skips-stages',
  'not-complete',
] as const;
export type RefusedBecause = (typeof refusedBecause)[number];

export type Missing =
  | { kind: 'field'; field: RequirableField }
  | { kind: 'task'; taskId: string; title: string }
  | { kind: 'stage'; stageId: string; name: string }
  | { kind: 'loss-reason' };

export type StageMove =
  | { kind: 'move'; to: MoveStage }
  /** It is there already: asking twice changes nothing. */
  | { kind: 'stay' }
  | { kind: 'refuse'; because: RefusedBecause; missing: Missing[] };

const refuse = (because: RefusedBecause, missing: Missing[] = []): StageMove => ({ kind: 'refuse', because, missing });

/**
 * @example decideStageMove({ mode: 'strict', stages, deal, to: 'stg_offer', openTasks: [], hasLossReason: false })
 * // { kind: 'refuse', because: 'skips-stages', missing: [{ kind: 'stage', stageId: 'stg_need', name: 'Need found out' }] }
 */
export function decideStageMove(question: StageMoveQuestion): StageMove {
  const { mode, stages, deal } = question;
  const to = stages.find(({ id }) => id === question.to);
  if (!to) return refuse('unknown-stage');
  if (to.id === deal.stageId) return { kind: 'stay' };
  // Giving a deal up is allowed at any time and in any mode, so that nobody keeps dead deals open; but not without a reason.
  if (to.kind === 'lost')
    return question.hasLossReason ? { kind: 'move', to } : refuse('no-loss-reason', [{ kind: 'loss-reason' }]);
  switch (mode) {
    case 'manual':
      return { kind: 'move', to };
    case 'outside':
      // Won, or opened again where it was; it does not go through stages.
      return to.kind === 'won' || (deal.state !== 'open' && to.id === deal.lastOpenStageId)
        ? { kind: 'move', to }
        : refuse('outside-process');
    case 'strict':
      return decideStrictMove(question, to);
    default:
      return assertNever(mode);
  }
}

function decideStrictMove({ stages, deal, openTasks }: StageMoveQuestion, to: MoveStage): StageMove {
  const open = stages.filter(({ kind }) => kind === 'open').sort((a, b) => a.position - b.position);
  const at = open.findIndex(({ id }) => id === deal.lastOpenStageId);
  const target = to.kind === 'won' ? open.length : open.indexOf(to);
  // A closed deal is taken up again where it was, nowhere else; a won one that was lost after all goes back first.
  if (deal.state !== 'open') return target === at ? { kind: 'move', to } : refuse('goes-back');
  if (target < at) return refuse('goes-back');
  const between = open.slice(at + 1, target);
  if (between.length > 0)
    return refuse(
      'skips-stages',
      between.map(({ id, name }) => ({ kind: 'stage', stageId: id, name })),
    );
  const missing: Missing[] = [
    ...(open[at]?.requiredFields ?? [])
      .filter((field) => !deal.filled.has(field))
      .map((field): Missing => ({ kind: 'field', field })),
    ...openTasks.map(({ taskId, title }): Missing => ({ kind: 'task', taskId, title })),
  ];
  return missing.length > 0 ? refuse('not-complete', missing) : { kind: 'move', to };
}
