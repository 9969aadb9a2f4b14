import { expect, test, vi } from 'vitest';
import type { LiveEvent } from '$contract/live-events.ts';
import { messageProblems, messageStates } from '$contract/messages.contract.ts';
import { createPreferences } from '$lib/app/preferences.ts';
import { ANOTHER, addressOptions } from './address-options.ts';
import { mailtoOf } from './mail-program.ts';
import { dropDraft, keepDraft, readDraft } from './message-draft.ts';
import { answerSubject, canGoAgain, isWaitingAgain, messageStateWords, problemWords } from './message-words.ts';
import { pageOfMessage, tellFailed } from './tell-failed.ts';

test('[CRM-5] every state and problem has words', () => {
  for (const state of messageStates) expect(messageStateWords[state].label()).not.toBe('');
  for (const problem of messageProblems) expect(problemWords[problem]()).not.toBe('');
});

test('[CRM-5] sent again is what failed, may not have gone, or waits; not what has just been written', () => {
  const can = messageStates.filter((state) => canGoAgain({ state, tries: 1 }));
  expect(can).toEqual(['queued', 'failed', 'unclear']);
  expect(canGoAgain({ state: 'queued', tries: 0 })).toBe(false);
  expect(isWaitingAgain({ state: 'queued', tries: 2 })).toBe(true);
});

test('[CRM-5] an answer has one mark', () => {
  expect(['Oak', 'Re: Oak', 'RE: Oak'].map(answerSubject)).toEqual(['Re: Oak', 'Re: Oak', 'RE: Oak']);
});

test('[TEL-9] the own mail program gets address, subject and text, whatever stands in them', () => {
  expect(mailtoOf({ to: 'a@b.example', subject: '', text: '' })).toBe('mailto:a@b.example');
  const address = mailtoOf({ to: 'a@b.example', subject: 'Q & A?', text: 'Line\nnext = ü' });
  const [, query = ''] = address.split('?');
  expect(address.startsWith('mailto:a@b.example?')).toBe(true);
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({ subject: 'Q & A?', body: 'Line\nnext = ü' });
  expect(mailtoOf({ to: 'a@b.example?cc=c@d.example', subject: '', text: '' })).not.toContain('?');
});

test('[TEL-9] what was typed lies there until it is sent, for each record', () => {
  const preferences = createPreferences(null);
  const anna = { kind: 'contact' as const, id: 'c1', name: 'Anna' };
  const boris = { kind: 'contact' as const, id: 'c2', name: 'Boris' };
  const draft = { to: 'a@b.example', subject: 'Oak', text: '' };
  keepDraft(preferences, anna, draft);
  expect(readDraft(preferences, { record: anna })).toEqual(draft);
  expect(readDraft(preferences, { record: boris })).toEqual({ to: '', subject: '', text: '' });
  expect(readDraft(preferences, { record: anna, draft: { text: 'Taken back' } })).toMatchObject({ text: 'Taken back' });
  const toHome = readDraft(preferences, { record: anna, draft: { to: 'home@b.example' } });
  expect(toHome, 'opened by another address').toEqual({ ...draft, to: 'home@b.example' });
  keepDraft(preferences, anna, { ...draft, subject: ' ' });
  expect(readDraft(preferences, { record: anna }).subject).toBe('');
  keepDraft(preferences, boris, draft);
  dropDraft(preferences, boris);
  expect(preferences.keys()).toEqual([]);
});

test('[TEL-9] addresses are offered with names; one that is not shown by its name alone', () => {
  const known = [
    { address: 'a@b.example', name: 'Anna', contactId: 'c1', organisationId: null },
    { address: null, name: 'Boris', contactId: 'c2', organisationId: null },
  ];
  expect(addressOptions(known).map(({ value, label, hint }) => [value, label, hint])).toEqual([
    ['a@b.example', 'a@b.example', 'Anna'],
    ['', 'Boris', undefined],
    [ANOTHER, expect.any(String), undefined],
  ]);
});

test('[CRM-5] only whoever wrote it is told that it did not go out, and led to where it stands', () => {
  let hear: (event: LiveEvent) => void = () => undefined;
  const offer = vi.fn<(text: string, action: { run: () => void }) => void>();
  const go = vi.fn();
  const on = (_name: string, listener: typeof hear) => {
    hear = listener;
  };
  tellFailed({ live: { on }, session: { userId: 'me' }, toasts: { offer } } as never, go);
  const payload = { messageId: 'm', contactId: 'c 1', organisationId: null, dealId: null };
  hear({ name: 'message.failed', payload: { ...payload, byUserId: 'you' } });
  expect(offer).not.toHaveBeenCalled();
  hear({ name: 'message.failed', payload: { ...payload, byUserId: 'me' } });
  offer.mock.calls[0]?.[1].run();
  expect(go.mock.calls).toEqual([['/people/c%201']]);
  expect(pageOfMessage({ contactId: 'c', organisationId: 'o', dealId: 'd' })).toBe('/deals/d');
  expect(pageOfMessage({ contactId: null, organisationId: 'o', dealId: null })).toBe('/people/organisations/o');
});
