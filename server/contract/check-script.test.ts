import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkScript, reachableSteps } from './check-script.ts';
import { scriptContentSchema, stepSchema } from './scripts.contract.ts';

const content = (steps: object[], objections: object[] = []) =>
  scriptContentSchema.parse({ steps: steps.map((step, n) => ({ id: `s${n}`, title: 'Step', ...step })), objections });
const told = (steps: object[], objections: object[] = []) =>
  checkScript(content(steps, objections)).map(({ path, code }) => `${path} ${code}`);
const budget = { id: 'budget', label: 'Budget', kind: 'number' };

describe('[CAM-3] a script', () => {
  it('that is right has nothing to be said of', () => {
    const next = [{ when: { questionId: 'budget', is: 'greater', value: 100 }, to: 's2' }];
    expect(told([{ questions: [budget], next }, {}, { next: [{ to: 'end' }] }])).toEqual([]);
  });

  it('needs a step', () => {
    expect(told([])).toEqual(['steps no-steps']);
  });

  it('has every id once; those of questions in the whole of it', () => {
    expect(
      told([
        { id: 'a', questions: [budget] },
        { id: 'a', questions: [budget] },
      ]),
    ).toEqual(['steps.1.id id-twice', 'steps.1.questions.0.id id-twice']);
    const objections = [
      { id: 'o', title: 'Dear', hotkey: '1' },
      { id: 'o', title: 'Late', hotkey: '1' },
    ];
    expect(told([{}], objections)).toEqual(['objections.1.id id-twice', 'objections.1.hotkey hotkey-twice']);
    expect(told([{ id: 'end' }])).toEqual(['steps.0.id end-is-no-step']);
  });

  it('has options where something is chosen, and a least that is not above the most', () => {
    const questions = [
      { id: 'a', label: 'A', kind: 'choice' },
      {
        id: 'b',
        label: 'B',
        kind: 'choices',
        options: [
          { id: 'x', label: 'X' },
          { id: 'x', label: 'Y' },
        ],
      },
      { ...budget, min: 5, max: 4 },
    ];
    expect(told([{ questions }])).toEqual([
      'steps.0.questions.0.options no-options',
      'steps.0.questions.1.options.1.id id-twice',
      'steps.0.questions.2.max min-above-max',
    ]);
  });

  it('leads to steps that are there, by questions that are there, asked what they can be asked', () => {
    const next = [
      { when: { questionId: 'gone', is: 'answered' }, to: 'end' },
      { when: { questionId: 'budget', is: 'contains', value: 1 }, to: 'end' },
      { when: { questionId: 'budget', is: 'equals', value: 'much' }, to: 's9' },
    ];
    expect(told([{ questions: [budget], next }])).toEqual([
      'steps.0.next.0.when.questionId unknown-question',
      'steps.0.next.1.when.is wrong-comparison',
      'steps.0.next.2.when.value wrong-value',
      'steps.0.next.2.to unknown-step',
    ]);
  });

  it('does not lead back to the same step without a question; with one it may', () => {
    expect(told([{ next: [{ to: 's0' }] }])).toEqual(['steps.0.next.0.to branch-to-itself']);
    expect(
      told([{ questions: [budget], next: [{ when: { questionId: 'budget', is: 'answered' }, to: 's0' }] }]),
    ).toEqual([]);
  });

  it('may have a step that nobody comes to, and a rule that is never used: a warning, no error', () => {
    const problems = checkScript(content([{ next: [{ to: 'end' }, { to: 's1' }] }, {}]));
    expect(problems).toEqual([
      { severity: 'warning', path: 'steps.0.next.1', code: 'rule-never-used' },
      { severity: 'warning', path: 'steps.1', code: 'unreachable-step' },
    ]);
  });

  it('is walked to its end whatever it holds', () => {
    const ids = ['a', 'b', 'c'];
    const rule = fc.record({ to: fc.constantFrom(...ids, 'end', 'gone') });
    const steps = fc.array(fc.record({ id: fc.constantFrom(...ids), next: fc.array(rule, { maxLength: 3 }) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(steps, (made) => {
        const parsed = made.map((one) => stepSchema.parse({ title: 'x', ...one }));
        const reached = reachableSteps(parsed);
        for (const id of reached) expect(parsed.map((one) => one.id)).toContain(id);
        expect(parsed.length === 0 || reached.has(parsed[0]!.id)).toBe(true);
        checkScript({ steps: parsed, objections: [] });
      }),
    );
  });
});
