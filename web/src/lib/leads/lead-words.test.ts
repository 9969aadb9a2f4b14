import { expect, test } from 'vitest';
import { deciderWords, givenWords, reasonWords } from './lead-words.ts';

test('[CRM-8] the console says why somebody has a lead, step by step', () => {
  const steps = [
    { rule: 'region' as const, left: 3, detail: 'Italy' },
    { rule: 'load' as const, left: 2, detail: '4' },
    { rule: 'round-robin' as const, left: 1, detail: null },
  ];
  expect(reasonWords({ decidedBy: 'round-robin', steps })).toBe(
    'region Italy, 3 left → fewest open leads (4), 2 left → in turn',
  );
  const skilled = [{ rule: 'skill' as const, left: 1, detail: 'From France', skill: 'French' }];
  expect(reasonWords({ decidedBy: 'skill', steps: skilled })).toBe('skill French (From France)');
  expect(reasonWords({ decidedBy: 'skill', steps: [{ rule: 'skill', left: 2, detail: 'Fair' }] })).toBe(
    'skill Fair, 2 left',
  );
  expect(deciderWords({ decidedBy: 'round-robin', steps })).toBe('in turn');
  expect(deciderWords({ decidedBy: 'first', steps })).toBe('no rule told them apart, the first by name');
  expect(reasonWords({ decidedBy: 'only-one', steps: [] })).toBe('the only one who takes leads');
  expect(reasonWords({ decidedBy: 'organisation-owner', steps: [] })).toBe('owner of the organisation');
});

test('[CRM-8] a line of the time-line names who got a lead, a comma in the name or not, and why', () => {
  expect(givenWords('Smith, Anna, new, round-robin')).toBe('Lead given to Smith, Anna: In turn');
  expect(givenWords('Anna, untouched, load')).toBe('Lead given to Anna: was left lying, Fewest open leads');
  expect(givenWords(', new, only-one'), 'the owner is hidden from this reader').toBe(
    'Lead given to a colleague: the only one who takes leads',
  );
});
