import { describe, expect, test } from 'vitest';
import type { Script, Step } from '$contract/scripts.contract.ts';
import { createPreferences } from '$lib/app/preferences.ts';
import { ScriptDraft } from './script-draft.svelte.ts';

const saved: Script = {
  ...{ id: 'scr_1', name: 'Sale', version: 3, publishedVersion: 1, hasChanges: false, warnings: [], objections: [] },
  ...{ createdAt: '2026-03-02T09:00:00Z', updatedAt: '2026-03-02T09:00:00Z' },
  steps: ['One', 'Two', 'Three'].map((title, n) => ({ id: `s${n}`, title, text: '', questions: [], next: [] })),
};
const titles = (draft: ScriptDraft) => draft.steps.map(({ title }) => title);
const open = (preferences = createPreferences(null), script: Script | null = saved) =>
  new ScriptDraft(script, preferences, 'Greeting');

describe('[CAM-3] a script while it is written', () => {
  test('begins with a step, and keeps on this computer what was not saved', () => {
    const preferences = createPreferences(null);
    const draft = open(preferences, null);
    expect([titles(draft), draft.isChanged]).toEqual([['Greeting'], true]);
    draft.name = 'Mine';
    draft.keep();
    expect(open(preferences, null).name).toBe('Mine');
  });

  test('that is as it was saved is kept nowhere; thrown away it can be brought back', () => {
    const preferences = createPreferences(null);
    const draft = open(preferences);
    draft.name = 'Sales';
    draft.keep();
    expect([draft.isChanged, preferences.keys()]).toEqual([true, ['script-draft.scr_1']]);
    const back = draft.discard();
    expect([draft.name, draft.isChanged, preferences.keys()]).toEqual(['Sale', false, []]);
    back();
    expect([draft.name, draft.isChanged]).toEqual(['Sales', true]);
  });

  test('says what is wrong from the first try to save on, and goes to the step', () => {
    const draft = open();
    (draft.steps[1] as Step).title = ' ';
    expect(draft.problemAt('steps.1.title')).toBeUndefined();
    expect([draft.check(), draft.stepId, draft.problemAt('steps.1.title')]).toEqual([false, 's1', 'empty']);
    (draft.steps[1] as Step).title = 'Two';
    expect([draft.check(), draft.problemAt('steps.1.title')]).toEqual([true, undefined]);
  });

  test('a step that goes takes the branches to it along, and comes back with them', () => {
    const draft = open();
    draft.setOtherwise(draft.steps[0] as Step, 's2');
    draft.stepId = 's2';
    const back = draft.removeStep('s2');
    expect([titles(draft), draft.otherwise(draft.steps[0] as Step), draft.stepId]).toEqual([['One', 'Two'], '', 's1']);
    back();
    expect([titles(draft), draft.otherwise(draft.steps[0] as Step), draft.stepId]).toEqual([
      ['One', 'Two', 'Three'],
      's2',
      's2',
    ]);
    draft.moveStep(0, 2);
    expect(titles(draft)).toEqual(['Two', 'Three', 'One']);
  });

  test('branches stand before "otherwise", and follow the kind of their question', () => {
    const draft = open();
    const step = draft.steps[0] as Step;
    draft.addRule(step);
    expect(step.next, 'no question yet').toEqual([]);
    draft.addQuestion(step);
    draft.setOtherwise(step, 'end');
    draft.addRule(step);
    expect(step.next.map(({ when }) => when?.is ?? null)).toEqual(['answered', null]);
    const question = step.questions[0]!;
    draft.setKind(question, 'yes-no');
    expect(step.next[0]?.when).toMatchObject({ is: 'equals', value: true });
    draft.setKind(question, 'choice');
    expect(step.next[0]?.when?.value).toBe(question.options[0]?.id);
    const back = draft.removeQuestion(step, question.id);
    expect(step.next).toHaveLength(1);
    back();
    expect(draft.steps[0]?.next).toHaveLength(2);
  });

  test('objections get the next free key', () => {
    const draft = open();
    draft.addObjection();
    draft.addObjection();
    expect(draft.objections.map(({ hotkey }) => hotkey)).toEqual(['1', '2']);
    draft.removeObjection(draft.objections[0]!.id);
    draft.addObjection();
    expect(draft.objections.map(({ hotkey }) => hotkey)).toEqual(['2', '1']);
  });

  test('what somebody else saved is shown when nothing is written here, else one of the two is chosen', () => {
    const preferences = createPreferences(null);
    const draft = open(preferences);
    draft.follow({ ...saved, name: 'Theirs', version: 4 });
    expect([draft.name, draft.version, draft.theirs]).toEqual(['Theirs', 4, null]);
    draft.name = 'Mine';
    draft.keep();
    const newer = { ...saved, name: 'Theirs too', version: 5 };
    draft.follow(newer);
    expect([draft.name, draft.version, draft.theirs]).toEqual(['Mine', 4, newer]);
    const again = open(preferences, newer);
    expect([again.name, again.theirs]).toEqual(['Mine', newer]);
    const back = again.takeTheirs();
    expect([again.name, again.isChanged, again.theirs]).toEqual(['Theirs too', false, null]);
    back();
    expect([again.name, again.version]).toEqual(['Mine', 5]);
    draft.keepMine();
    expect([draft.name, draft.version, draft.isChanged, draft.theirs]).toEqual(['Mine', 5, true, null]);
  });

  test('what was typed while it was being saved stays', () => {
    const draft = open();
    draft.name = 'Sales';
    const sent = { name: draft.name, ...draft.content };
    draft.name = 'Sales 2';
    draft.took({ ...saved, name: 'Sales', version: 4 }, sent);
    expect([draft.name, draft.isChanged, draft.version]).toEqual(['Sales 2', true, 4]);
  });
});
