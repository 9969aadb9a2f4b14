import { beforeEach, describe, expect, test } from 'vitest';
import type { CallScript } from '$contract/script-answers.contract.ts';
import { scriptContentSchema } from '$contract/scripts.contract.ts';
import { createPreferences } from '$lib/app/preferences.ts';
import { testClock } from '$lib/clock/clock.ts';
import { ScriptRun } from './script-run.svelte.ts';

const content = scriptContentSchema.parse({
  steps: [
    {
      id: 'hello',
      title: 'Greeting',
      questions: [
        { id: 'talks', label: 'May we talk?', kind: 'yes-no', required: true },
        { id: 'age', label: 'Age', kind: 'number', min: 0 },
      ],
      next: [{ when: { questionId: 'talks', is: 'equals', value: false }, to: 'later' }],
    },
    { id: 'offer', title: 'Offer', next: [{ to: 'end' }] },
    { id: 'later', title: 'Later' },
  ],
  objections: [],
});

let clock = testClock('2026-03-02T09:00:00Z');
let preferences = createPreferences(null);
let sent: { answers?: object; path: string[]; finished?: boolean }[] = [];
let failures: unknown[] = [];
let isAway = false;
beforeEach(() => {
  clock = testClock('2026-03-02T09:00:00Z');
  preferences = createPreferences(null);
  sent = [];
  failures = [];
  isAway = false;
});
const open = (known: Partial<CallScript> | null = null) =>
  new ScriptRun(content, {
    known: known && { run: null, answers: [], script: null, ...known },
    keeper: {
      callId: 'c1',
      scriptId: 's1',
      version: 1,
      save: async (_call, body) => {
        if (isAway) throw new Error('away');
        sent.push(body);
        return { run: null, answers: [], script: null };
      },
      fail: (error) => failures.push(error),
      preferences,
      clock,
    },
  });
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('[CAM-3] a run through a script', () => {
  test('goes on by what was answered, and back the way it came', () => {
    const run = open();
    run.answer('talks', false);
    expect(run.next()).toBe(true);
    expect([run.step?.id, run.isLast]).toEqual(['later', true]);
    run.next();
    expect([run.finished, run.step?.id]).toEqual([true, 'later']);
    run.back();
    run.back();
    expect([run.finished, run.step?.id, run.canGoBack]).toEqual([false, 'hello', false]);
    run.answer('talks', true);
    run.next();
    expect(run.step?.id).toBe('offer');
  });

  test('stays and names what is wanting, until it is answered', () => {
    const run = open();
    expect([run.missing, run.next()]).toEqual([[], false]);
    expect(run.missing.map(({ label }) => label)).toEqual(['May we talk?']);
    run.answer('talks', true);
    expect([run.missing, run.problems]).toEqual([[], {}]);
    run.answer('age', -1);
    expect([run.next(), run.problems]).toEqual([false, { age: 'too-small' }]);
  });

  test('is saved after a pause, only what changed, and at once with every step', async () => {
    const run = open();
    run.answer('talks', true);
    expect([run.saveState, sent.length]).toEqual(['dirty', 0]);
    clock.advance(700);
    await settled();
    expect(sent).toMatchObject([{ scriptId: 's1', version: 1, path: ['hello'], answers: { talks: true } }]);
    run.next();
    await settled();
    expect(sent.at(-1)).toMatchObject({ path: ['hello', 'offer'], answers: {}, finished: false });
    expect([run.saveState, preferences.keys()]).toEqual(['clean', []]);
  });

  test('keeps a wrong answer here and sends the others', async () => {
    const run = open();
    run.answer('age', 'many');
    run.answer('talks', true);
    await run.flush();
    expect(sent.map(({ answers }) => answers)).toEqual([{ talks: true }]);
    expect(run.saveState).toBe('dirty');
    run.answer('age', 40);
    await run.flush();
    expect(sent.at(-1)?.answers).toEqual({ age: 40 });
  });

  test('survives a reload while the server is away, says so once, and is sent when it is back', async () => {
    isAway = true;
    const run = open();
    run.answer('talks', false);
    run.next();
    await settled();
    clock.advance(5_000);
    await settled();
    expect([run.saveState, failures.length]).toEqual(['failed', 1]);
    isAway = false;
    const again = open();
    expect([again.step?.id, again.answers.talks]).toEqual(['later', false]);
    await again.flush();
    expect(sent.at(-1)).toMatchObject({ path: ['hello', 'later'], answers: { talks: false } });
    expect(preferences.keys()).toEqual([]);
    run.dispose();
  });

  test('goes on where the server knows it to be', () => {
    const given = { stepId: 'hello', version: 1, agentId: null, answeredAt: '2026-03-02T09:00:00Z' };
    const at = { callId: 'c1', scriptId: 's1', version: 1, startedAt: '2026-03-02T09:00:00Z', finishedAt: null };
    const run = open({
      run: { ...at, path: ['hello', 'offer'] },
      answers: [{ ...given, questionId: 'talks', kind: 'yes-no', value: true }],
    });
    expect([run.step?.id, run.answers.talks, run.saveState]).toEqual(['offer', true, 'clean']);
  });

  test('that is tried out is kept nowhere', async () => {
    const run = new ScriptRun(content);
    run.answer('talks', true);
    run.next();
    await run.flush();
    expect([run.step?.id, run.saveState, sent, preferences.keys()]).toEqual(['offer', 'clean', [], []]);
  });
});
