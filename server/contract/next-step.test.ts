import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from './check-answers.ts';
import { checkScript } from './check-script.ts';
import { nextStep } from './next-step.ts';
import {
  type Condition,
  conditionSchema,
  type Question,
  questionSchema,
  type Step,
  stepSchema,
} from './scripts.contract.ts';

const step = (id: string, fields: object = {}): Step => stepSchema.parse({ id, title: id, ...fields });
const asked = (kind: Question['kind']): Question =>
  questionSchema.parse({ id: 'q', label: 'Q', kind, options: ['a', 'b'].map((id) => ({ id, label: id })) });
/** Goes to `yes` when the condition fits, else on to `no`. */
const branch = (kind: Question['kind'], when: Partial<Condition>, answers: Answers): string => {
  const steps = [
    step('first', {
      questions: [asked(kind)],
      next: [{ when: conditionSchema.parse({ questionId: 'q', ...when }), to: 'yes' }],
    }),
    step('no'),
    step('yes'),
  ];
  return nextStep({ steps }, 'first', answers).to;
};

describe('[CAM-3] the next step', () => {
  it('is the following one when no rule is there, and the end after the last one', () => {
    const steps = [step('a'), step('b')];
    expect(nextStep({ steps }, 'a', {})).toEqual({ to: 'b', because: { kind: 'order' } });
    expect(nextStep({ steps }, 'b', {})).toEqual({ to: 'end', because: { kind: 'end' } });
    expect(nextStep({ steps }, 'gone', {}).to).toBe('end');
  });

  it('is that of the first rule that fits', () => {
    const when = { questionId: 'q', is: 'answered', value: null };
    const next = [
      { when, to: 'b' },
      { when: null, to: 'end' },
    ];
    const steps = [step('a', { questions: [asked('text')], next }), step('b')];
    expect(nextStep({ steps }, 'a', { q: 'x' })).toEqual({ to: 'b', because: { kind: 'rule', index: 0 } });
    expect(nextStep({ steps }, 'a', {})).toEqual({ to: 'end', because: { kind: 'rule', index: 1 } });
  });

  it.each<[Question['kind'], Partial<Condition>, Answers[string], 'yes' | 'no']>([
    ['text', { is: 'equals', value: 'Oak' }, ' oak ', 'yes'],
    ['text', { is: 'not', value: 'oak' }, 'elm', 'yes'],
    ['text', { is: 'contains', value: 'AK' }, 'oak', 'yes'],
    ['number', { is: 'greater', value: 9 }, 10, 'yes'],
    ['number', { is: 'greater', value: 10 }, 10, 'no'],
    ['number', { is: 'less', value: 0 }, -1, 'yes'],
    ['number', { is: 'equals', value: 0 }, 0, 'yes'],
    ['yes-no', { is: 'equals', value: false }, false, 'yes'],
    ['yes-no', { is: 'equals', value: false }, true, 'no'],
    ['choice', { is: 'equals', value: 'a' }, 'a', 'yes'],
    ['choice', { is: 'not', value: 'a' }, 'b', 'yes'],
    ['choices', { is: 'contains', value: 'a' }, ['b', 'a'], 'yes'],
    ['choices', { is: 'not', value: 'a' }, ['b'], 'yes'],
    ['choices', { is: 'not', value: 'a' }, ['a'], 'no'],
    ['choices', { is: 'answered' }, ['a'], 'yes'],
    ['choices', { is: 'answered' }, [], 'no'],
    ['date', { is: 'greater', value: '2026-01-09' }, '2026-01-10', 'yes'],
    ['date', { is: 'less', value: '2026-01-09' }, '2026-01-10', 'no'],
    ['yes-no', { is: 'answered' }, false, 'yes'],
  ])('of %s, %j and the answer %j is %s', (kind, when, answer, to) => {
    expect(branch(kind, when, { q: answer })).toBe(to);
  });

  it('goes by no rule about what was not answered, "not" neither', () => {
    for (const kind of ['text', 'number', 'choice', 'choices'] as const)
      for (const value of [undefined, null, '', []])
        expect(branch(kind, { is: 'not', value: kind === 'number' ? 1 : 'a' }, { q: value })).toBe('no');
  });

  it('[CAM-3] is always a step of the script or the end, whatever is answered and wherever rules lead', () => {
    const ids = ['s0', 's1', 's2', 's3'];
    const answer = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.array(fc.constantFrom('a', 'b')),
      fc.constant(null),
    );
    const when = fc.record({
      questionId: fc.constantFrom('q', 'gone'),
      is: fc.constantFrom('equals', 'not', 'greater', 'less', 'contains', 'answered'),
      value: fc.oneof(fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(), fc.constant(null)),
    });
    const rule = fc.record({ when: fc.option(when), to: fc.constantFrom(...ids, 'end', 'nowhere') });
    const rules = fc.array(fc.array(rule, { maxLength: 3 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(
        rules,
        fc.dictionary(fc.constantFrom('q', 'x'), answer),
        fc.constantFrom(...ids, 'gone'),
        (next, answers, at) => {
          const steps = ids.map((id, index) =>
            step(id, { questions: index === 0 ? [asked('text')] : [], next: next[index] }),
          );
          expect([...ids, 'end']).toContain(nextStep({ steps }, at, answers).to);
        },
      ),
    );
  });

  it('[CAM-3] of a script without a warning leads to every step by some answers', () => {
    const steps = [
      step('a', {
        questions: [asked('choice')],
        next: [{ when: { questionId: 'q', is: 'equals', value: 'a' }, to: 'c' }],
      }),
      step('b'),
      step('c'),
    ];
    expect(checkScript({ steps, objections: [] })).toEqual([]);
    const reached = new Set(['a', 'b', null].map((q) => nextStep({ steps }, 'a', { q }).to));
    expect([...reached].sort()).toEqual(['b', 'c']);
  });
});
