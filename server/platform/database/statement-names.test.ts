import { expect, test } from 'vitest';
import { statementName } from './statement-names.ts';

const textOf = (length: number) => `select $1::text ${'x'.repeat(length)}`;

test('a text with values keeps one name, also the long one that writes whole calls', () => {
  for (const length of [10, 9_000]) {
    const name = statementName(textOf(length), 1);
    expect(name).toMatch(/^t_[0-9a-f]{20}$/);
    expect(statementName(textOf(length), 1)).toBe(name);
  }
});

test('a text without values, or one that a list has made very long, has none', () => {
  expect(statementName('select 1', 0)).toBeNull();
  expect(statementName(textOf(20_000), 1)).toBeNull();
});
