import { describe, expect, it } from 'vitest';
import { dealModes, type RequirableField } from '../../contract/pipelines.contract.ts';
import { decideStageMove, type MoveStage, type StageMoveQuestion } from './stage-move.ts';

const stage = (
  id: string,
  position: number,
  kind: MoveStage['kind'] = 'open',
  requiredFields: RequirableField[] = [],
) => ({
  id,
  name: id.toUpperCase(),
  kind,
  position,
  requiredFields,
});
const stages = [
  stage('lost', 9, 'lost'),
  stage('offer', 3),
  stage('new', 1),
  stage('need', 2, 'open', ['potential', 'contact']),
  stage('won', 8, 'won'),
];

interface Asked extends Partial<Omit<StageMoveQuestion, 'deal'>> {
  at?: string;
  wasAt?: string;
  filled?: RequirableField[];
}
const decide = ({ at = 'new', wasAt = at, filled = ['potential', 'contact'], ...rest }: Asked) => {
  const kind = stages.find(({ id }) => id === at)?.kind ?? 'open';
  const deal = { stageId: at, state: kind, lastOpenStageId: wasAt, filled: new Set(filled) };
  return decideStageMove({ mode: 'strict', stages, deal, to: 'need', openTasks: [], hasLossReason: false, ...rest });
};

describe('[DEAL-2] a deal in any mode', () => {
  it.each(dealModes)('%s: goes to lost with a reason only, from everywhere', (mode) => {
    for (const at of ['new', 'need', 'offer']) {
      expect(decide({ mode, at, to: 'lost' })).toEqual({
        kind: 'refuse',
        because: 'no-loss-reason',
        missing: [{ kind: 'loss-reason' }],
      });
      expect(decide({ mode, at, to: 'lost', hasLossReason: true })).toMatchObject({ kind: 'move' });
    }
  });

  it.each(dealModes)('%s: stays when it is there already, and knows no stage of others', (mode) => {
    expect(decide({ mode, at: 'need', to: 'need' })).toEqual({ kind: 'stay' });
    expect(decide({ mode, to: 'elsewhere' })).toMatchObject({ because: 'unknown-stage' });
  });

  it.each(dealModes)('%s: a closed deal is opened again where it was', (mode) => {
    for (const at of ['won', 'lost'])
      expect(decide({ mode, at, wasAt: 'need', to: 'need' })).toMatchObject({ kind: 'move' });
  });
});

describe('[DEAL-2] outside a process', () => {
  it('a deal is only open, won or lost', () => {
    expect(decide({ mode: 'outside', to: 'won' })).toMatchObject({ kind: 'move' });
    expect(decide({ mode: 'outside', to: 'need' })).toMatchObject({ because: 'outside-process' });
    expect(decide({ mode: 'outside', at: 'won', wasAt: 'new', to: 'need' })).toMatchObject({
      because: 'outside-process',
    });
  });
});

describe('[DEAL-2] manual stages', () => {
  it('are gone through forward, back and with gaps, whatever is filled', () => {
    for (const [at, to] of [
      ['new', 'offer'],
      ['offer', 'new'],
      ['new', 'won'],
    ] as const)
      expect(decide({ mode: 'manual', at, to, filled: [] })).toMatchObject({ kind: 'move' });
  });
});

describe('[DEAL-2] a strict process', () => {
  it('goes to the next stage, and from the last one to won', () => {
    expect(decide({ at: 'new', to: 'need' })).toMatchObject({ kind: 'move', to: { id: 'need' } });
    expect(decide({ at: 'offer', to: 'won' })).toMatchObject({ kind: 'move', to: { id: 'won' } });
  });

  it('leaves out no stage and says which it would leave out', () => {
    expect(decide({ at: 'new', to: 'offer' })).toEqual({
      kind: 'refuse',
      because: 'skips-stages',
      missing: [{ kind: 'stage', stageId: 'need', name: 'NEED' }],
    });
    expect(decide({ at: 'new', to: 'won' })).toMatchObject({ because: 'skips-stages', missing: [{}, {}] });
  });

  it('does not go back', () => {
    expect(decide({ at: 'offer', to: 'need' })).toMatchObject({ because: 'goes-back' });
    expect(decide({ at: 'won', wasAt: 'offer', to: 'need' })).toMatchObject({ because: 'goes-back' });
  });

  it('leaves a stage with its fields filled and its tasks done, and says what is missing', () => {
    const task = { taskId: 'tsk_1', title: 'Ask for the budget' };
    expect(decide({ at: 'need', to: 'offer', filled: ['contact'], openTasks: [task] })).toEqual({
      kind: 'refuse',
      because: 'not-complete',
      missing: [
        { kind: 'field', field: 'potential' },
        { kind: 'task', ...task },
      ],
    });
    expect(decide({ at: 'need', to: 'offer' })).toMatchObject({ kind: 'move' });
  });
});
