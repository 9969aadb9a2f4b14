import { expect, test } from 'vitest';
import { questionSchema } from '$contract/scripts.contract.ts';
import { answerText } from './answer-text.ts';
import { draftProblems, placeOf } from './draft-problems.ts';
import { macroValues } from './macro-values.ts';

test('[CAM-3] macros know the customer by the card, the main address first', () => {
  const address = { kind: 'work', text: 'x', country: '', invalid: false } as const;
  const addresses = [
    { ...address, city: 'Omsk', primary: false },
    { ...address, city: 'Tver', primary: true },
  ];
  const contact = { name: 'Vera', role: '', organisationName: null, addresses };
  const known = { phone: '+7', agentName: 'Anna', companyName: 'Wood' };
  expect(macroValues({ ...known, contact })).toMatchObject({ 'customer.name': 'Vera', 'customer.city': 'Tver' });
  expect(macroValues({ ...known, contact: null })).toMatchObject({ 'customer.name': null, 'agent.name': 'Anna' });
});

test('[CAM-3] an answer is told in the words of its question', () => {
  const words = { yes: 'Yes', no: 'No', day: (date: string) => `day ${date}`, number: String };
  const options = [
    { id: 'a', label: 'Oak' },
    { id: 'b', label: 'Elm' },
  ];
  const told = (kind: string, value: Parameters<typeof answerText>[1]) =>
    answerText(questionSchema.parse({ id: 'q', label: 'Q', kind, options }), value, words);
  expect([
    told('yes-no', false),
    told('number', 1.5),
    told('date', '2026-01-02'),
    told('choice', 'b'),
    told('choices', ['a', 'gone']),
    told('text', 'a'),
  ]).toEqual(['No', '1.5', 'day 2026-01-02', 'Elm', 'Oak, gone', 'a']);
});

test('[CAM-3] what is left empty is wrong as well, by its place', () => {
  const objections = [{ id: 'o', title: '', text: '', hotkey: 'ж' }];
  const found = draftProblems(' ', { steps: [], objections });
  expect(found.map(({ path, code }) => `${path} ${code}`)).toEqual([
    'name empty',
    'objections.0.title empty',
    'objections.0.hotkey wrong-key',
    'steps no-steps',
  ]);
  expect([placeOf('objections.0.title'), placeOf('name')]).toEqual([{ part: 'objections', index: 0 }, null]);
});
