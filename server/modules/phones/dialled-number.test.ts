import { describe, expect, it } from 'vitest';
import { dialledNumberSchema } from '../../contract/leads.contract.ts';
import { entryOfDialled } from './dialled-number.ts';

const trunk = { raw: '4951234567', e164: '+74951234567' };
const found = (numbers: string[], dialled: Parameters<typeof entryOfDialled>[1] = trunk) =>
  entryOfDialled(
    numbers.map((number) => ({ number })),
    dialled,
    'RU',
  )?.number ?? null;

describe('[CRM-8] the entry of a dialled number', () => {
  it.each(['+74951234567', '8 (495) 123-45-67', '74951234567', '4951234567'])(
    '[CRM-8] is found however it is written: %s',
    (number) => expect(found(['+74950000000', number])).toBe(number),
  );

  it('[CRM-8] is found as the trunk tells it when it is no telephone number', () => {
    expect(found(['100', '200'], { raw: '200', e164: null })).toBe('200');
    expect(found(['100'], { raw: '1001', e164: null })).toBeNull();
  });

  it.each([
    ['_495123XXXX', true],
    ['_7495-123-4[5-7]67', true],
    ['_+7495.', true],
    ['_495123456Z', true],
    ['_495!', true],
    ['_495123', false],
    ['_495N23XXXX', false],
    ['_[7-1]495.', false],
    ['_.', true],
    ['_499.', false],
  ])('[CRM-8] the pattern %s of the dialplan fits: %s', (pattern, fits) => {
    expect(found([pattern])).toBe(fits ? pattern : null);
  });

  it('[CRM-8] a whole number stands before a pattern, of two patterns the first', () => {
    expect(found(['_495.', '_4951.', '4951234567'])).toBe('4951234567');
    expect(found(['_495.', '_4951.'])).toBe('_495.');
  });

  it('[CRM-8] another number, or none, is nobody’s', () => {
    expect(found(['+74951234568', '34567'])).toBeNull();
    expect(found(['4951234567'], { raw: null, e164: null })).toBeNull();
  });

  it.each([
    ['+7 495 123-45-67', true],
    ['_495[15-7]XXXX!', true],
    ['100', true],
    ['', false],
    ['abc', false],
    ['_', false],
    ['_..', false],
    ['_.', true],
    ['_(a+)+', false],
    ['+', false],
  ])('[CRM-8] %s can be entered: %s', (number, fits) => {
    expect(dialledNumberSchema.safeParse({ number, sourceId: null, channel: 'Fair' }).success).toBe(fits);
  });
});
