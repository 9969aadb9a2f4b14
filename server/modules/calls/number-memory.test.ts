import { expect, test } from 'vitest';
import { createNumberMemory } from './number-memory.ts';

test('a number reads the same the second time, and in each region by its own rules', () => {
  const e164Of = createNumberMemory();
  for (let time = 0; time < 2; time++) {
    expect(e164Of('8 (495) 123-45-67', 'RU')).toBe('+74951234567');
    expect(e164Of('0612345678', 'FR')).toBe('+33612345678');
    expect(e164Of('0612345678', 'NL')).toBe('+31612345678');
    expect(e164Of('101', 'RU')).toBeNull();
  }
});

test('more numbers than it keeps are all read rightly', () => {
  const e164Of = createNumberMemory();
  const numbers = Array.from({ length: 1_100 }, (_, index) => `+3361234${String(index).padStart(4, '0')}`);
  for (const number of [...numbers, ...numbers]) expect(e164Of(number, 'FR')).toBe(number);
});
