import { afterEach, expect, test } from 'vitest';
import { auditActions } from '$contract/audit-actions.ts';
import { auditFieldWord, auditFieldWords } from '$contract/audit-field-words.ts';
import { auditActionWord, auditKindWords } from '$contract/audit-words.ts';
import { languages } from '$contract/built-in-words.ts';
import * as states from '$contract/state-words.ts';
import { endedByWords } from '$lib/calls/call-words.ts';
import { dealStateWords } from '$lib/deals/stage-look.ts';
import { keyWord } from '$lib/events/event-keys.ts';
import { actionWord, kindWord } from '$lib/events/event-words.ts';
import { baseLocale, overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { kindLabel, priorityWords, taskStateWords } from '$lib/tasks/task-words.ts';
import { attemptOutcomeWords, urgencyWords } from './debt-words.ts';
import { fieldWord, fieldWords } from './field-words.ts';
import { directionWords, outcomeWords } from './state-words.ts';

afterEach(() => overwriteGetLocale(() => baseLocale));

/** Words of the console by key, in the language that is set. */
const labels = (table: Readonly<Record<string, { label: () => string } | (() => string)>>) =>
  Object.fromEntries(Object.entries(table).map(([key, one]) => [key, typeof one === 'function' ? one() : one.label()]));

test.each(languages)('[ACC-2] files of events say in %s what the screen says', (language) => {
  overwriteGetLocale(() => language);
  const actions = Object.entries(auditActions).flatMap(([kind, verbs]) => verbs.map((verb) => `${kind}.${verb}`));
  for (const action of actions)
    expect(auditActionWord(action, language), action).toBe(actionWord({ action, after: null }));
  for (const [kind, words] of Object.entries(auditKindWords)) expect(words[language], kind).toBe(kindWord(kind));
  expect(Object.keys(auditFieldWords)).toEqual(Object.keys(fieldWords));
  for (const name of Object.keys(fieldWords)) expect(auditFieldWord(name, language), name).toBe(fieldWord(name));
});

test.each(languages)(
  '[IMP-1] files of calls, tasks, deals and missed calls say in %s what the screen says',
  (language) => {
    overwriteGetLocale(() => language);
    const inFiles = (table: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
      Object.fromEntries(Object.entries(table).map(([key, words]) => [key, words[language]]));
    expect(inFiles(states.directionWords)).toEqual(labels(directionWords));
    expect(inFiles(states.outcomeWords)).toEqual(labels(outcomeWords));
    expect(inFiles(states.endedByWords)).toEqual(labels(endedByWords));
    expect(inFiles(states.taskStateWords)).toEqual(labels(taskStateWords));
    expect(inFiles(states.taskPriorityWords)).toEqual(labels(priorityWords));
    expect(inFiles(states.dealStateWords)).toEqual(labels(dealStateWords));
    expect(inFiles(states.urgencyWords)).toEqual(labels(urgencyWords));
    expect(inFiles(states.attemptOutcomeWords)).toEqual(labels(attemptOutcomeWords));
    for (const [kind, words] of Object.entries(states.taskKindWords)) expect(words[language]).toBe(kindLabel(kind));
    for (const [state, words] of Object.entries(states.missedCallStateWords))
      expect(words[language]).toBe(keyWord('missed-call', 'state', state));
    for (const [how, words] of Object.entries(states.resolvedHowWords))
      expect(words[language]).toBe(keyWord('missed-call', 'resolvedHow', how));
  },
);
