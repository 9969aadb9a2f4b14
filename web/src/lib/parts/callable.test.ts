import { expect, test } from 'vitest';
import { callable } from './callable.ts';

const masked = { raw: '* (***) ***-**-18', e164: '+7 9** *** ** 18' };

test('[ACC-1] a number that is hidden is called by what it belongs to', () => {
  expect(callable({ ...masked, id: 'phn_1' })).toEqual({ phoneId: 'phn_1' });
  expect(callable(masked, { callId: 'call_1' })).toEqual({ callId: 'call_1' });
  expect(callable(masked, { missedCallId: 'mis_1' })).toEqual({ missedCallId: 'mis_1' });
  expect(callable(masked)).toBeNull();
});

test('[TEL-5] a number that is known is dialled, unless it must not be', () => {
  const number = { id: 'phn_1', raw: '8 916 123-45-18', e164: '+79161234518' };
  expect(callable(number, { missedCallId: 'mis_1' })).toEqual({ to: '+79161234518', missedCallId: 'mis_1' });
  expect(callable({ ...number, doNotCall: true })).toBeNull();
  expect(callable({ raw: null, e164: null })).toBeNull();
  expect(callable({ raw: '*21#', e164: null })).toEqual({ to: '*21#' });
});
