import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnswerValue, checkAnswer, checkAnswers, isAnswered, isDay, missingOnPath } from './check-answers.ts';
import { type Question, questionKinds, questionSchema, stepSchema } from './scripts.contract.ts';

const question = (fields: Partial<Question>): Question =>
  questionSchema.parse({ id: 'q', label: 'Q', kind: 'text', ...fields });
const options = [
  { id: 'a', label: 'A' },
  { id: 'b', label: 'B' },
];

describe('[CAM-3] an answer', () => {
  it.each<[Partial<Question>, AnswerValue, ReturnType<typeof checkAnswer>]>([
    [{ kind: 'text' }, 'yes', null],
    [{ kind: 'text' }, 5, 'wrong-type'],
    [{ kind: 'number' }, 0, null],
    [{ kind: 'number' }, '5', 'wrong-type'],
    [{ kind: 'number' }, Number.NaN, 'wrong-type'],
    [{ kind: 'number', min: 1 }, 0, 'too-small'],
    [{ kind: 'number', max: 1 }, 2, 'too-large'],
    [{ kind: 'yes-no' }, false, null],
    [{ kind: 'yes-no' }, 'true', 'wrong-type'],
    [{ kind: 'choice', options }, 'a', null],
    [{ kind: 'choice', options }, 'c', 'unknown-option'],
    [{ kind: 'choice', options }, ['a'], 'wrong-type'],
    [{ kind: 'choices', options }, ['a', 'b'], null],
    [{ kind: 'choices', options }, ['a', 'c'], 'unknown-option'],
    [{ kind: 'choices', options }, 'a', 'wrong-type'],
    [{ kind: 'date' }, '2024-02-29', null],
    [{ kind: 'date' }, '2026-02-29', 'no-day'],
    [{ kind: 'date' }, '1.3.2026', 'no-day'],
  ])('%j takes or refuses %j', (fields, value, problem) => {
    expect(checkAnswer(question(fields), value)).toBe(problem);
  });

  it('of text has a length', () => {
    expect(checkAnswer(question({ kind: 'long-text' }), 'x'.repeat(5_001))).toBe('too-long');
  });

  it('that is taken back or empty fits every question', () => {
    for (const kind of questionKinds)
      for (const value of [null, '', undefined]) expect(checkAnswer(question({ kind }), value)).toBeNull();
  });

  it('of "no", and of nought, is an answer; blanks and nothing chosen are none', () => {
    expect([false, 0, 'x', ['a']].map(isAnswered)).toEqual([true, true, true, true]);
    expect([null, undefined, '', '  ', []].map(isAnswered)).toEqual([false, false, false, false, false]);
  });

  it('is a day exactly when the calendar has it', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }), (date) =>
        isDay(date.toISOString().slice(0, 10)),
      ),
    );
    fc.assert(fc.property(fc.string(), (text) => !isDay(`${text}x`)));
  });
});

describe('[CAM-3] answers of a script', () => {
  const steps = [
    { id: 's1', title: 'One', questions: [{ id: 'q1', label: 'Q1', kind: 'text', required: true }] },
    { id: 's2', title: 'Two', questions: [{ id: 'q2', label: 'Q2', kind: 'number', required: true }] },
    { id: 's3', title: 'Three', questions: [{ id: 'q3', label: 'Q3', kind: 'text', required: false }] },
  ].map((step) => stepSchema.parse(step));

  it('are wanted of the visited steps alone, and only at the end', () => {
    const given = { path: ['s1', 's3'], answers: {} };
    expect(checkAnswers({ steps }, { ...given, finished: false })).toEqual({});
    expect(checkAnswers({ steps }, { ...given, finished: true })).toEqual({ q1: 'required' });
    expect(checkAnswers({ steps }, { path: ['s1'], answers: { q1: 'x' }, finished: true })).toEqual({});
  });

  it('to questions that are not there are refused by name', () => {
    const answers = { q9: 'x', q2: 'five' };
    expect(checkAnswers({ steps }, { path: ['s1'], answers, finished: false })).toEqual({
      q9: 'unknown-question',
      q2: 'wrong-type',
    });
  });

  it('more of the path never asks for less', () => {
    const ids = steps.map(({ id }) => id);
    const answers = fc.record({ q1: fc.option(fc.string()), q2: fc.option(fc.integer()) });
    fc.assert(
      fc.property(fc.subarray(ids), fc.constantFrom(...ids), answers, (path, more, given) => {
        const before = missingOnPath({ steps }, { path, answers: given });
        const after = missingOnPath({ steps }, { path: [...path, more], answers: given });
        expect(after).toEqual(expect.arrayContaining(before));
      }),
    );
  });
});
