import { expect, test } from 'vitest';
import { maskNumbers } from './mask-numbers.ts';

test.each([
  ['PJSIP/+33612345678@trunk', 'PJSIP/+*********78@trunk'],
  ['call from 5551000 to 101', 'call from *****00 to 101'],
  ['pbx1-1795422184.99', 'pbx1-1795422184.99'],
  ['nothing', 'nothing'],
])('%j is logged as %j', (text, masked) => expect(maskNumbers(text)).toBe(masked));
