import { expect, test } from 'vitest';
import { firmDomain } from './mail-domain.ts';

test('[CRM-2] an address at the firm tells the firm, one that everybody can have tells nothing', () => {
  expect(firmDomain(' Anna@Les.example ')).toBe('les.example');
  expect(firmDomain('anna@mail.ru')).toBeNull();
  expect(firmDomain('anna@')).toBeNull();
  expect(firmDomain('anna@%.example')).toBeNull();
});
