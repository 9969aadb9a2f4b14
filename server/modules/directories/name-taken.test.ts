import { expect, it } from 'vitest';
import { sameNamed } from './name-taken.ts';

const entry = (id: string, key: string, label: string | null) => ({ id, directory: 'source' as const, key, label });

it('[CRM-2] two entries of a directory do not read the same, in no language of the console', () => {
  const known = [entry('dir_1', 'exhibition', null), entry('dir_2', 'fair', 'Spring  fair')];
  expect(sameNamed(known, entry('dir_3', 'x', 'spring Fair'))?.id).toBe('dir_2');
  expect(sameNamed(known, entry('dir_3', 'x', 'ВЫСТАВКА'))?.id).toBe('dir_1');
  expect(sameNamed(known, entry('dir_3', 'x', 'Autumn fair'))).toBeUndefined();
  expect(sameNamed(known, entry('dir_2', 'fair', 'Spring Fair'))).toBeUndefined();
  // The built-in word comes back: somebody else has it by now.
  expect(sameNamed([entry('dir_4', 'y', 'Salon')], entry('dir_1', 'exhibition', null))?.id).toBe('dir_4');
});
