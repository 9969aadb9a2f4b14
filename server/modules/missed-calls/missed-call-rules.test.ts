import { describe, expect, test } from 'vitest';
import {
  type DebtHistory,
  type JudgedCall,
  type Judgement,
  judgeCall,
  numberKey,
  resolveMissedCall,
} from './missed-call-rules.ts';

const at = (clock: string) => new Date(`2026-11-24T${clock}Z`);
const customer = { raw: '89161234567', e164: '+79161234567', withheld: false };
const settings = { ignoreWaitUnderSeconds: 0 };
const inbound = (change: Partial<JudgedCall> = {}): JudgedCall => ({
  id: 'call_1',
  direction: 'inbound',
  state: 'ended',
  outcome: 'abandoned',
  customer,
  startedAt: at('10:00:00'),
  answeredAt: null,
  endedAt: at('10:00:40'),
  strandedAt: null,
  waitSeconds: 40,
  ringSeconds: 0,
  wentOut: true,
  ...change,
});
const outbound = (change: Partial<JudgedCall> = {}) =>
  inbound({ direction: 'outbound', outcome: 'no-answer', ringSeconds: 30, ...change });

describe('[MIS-1] what becomes a debt', () => {
  test.each(['abandoned', 'no-answer', 'busy', 'declined', 'failed', 'cancelled'] as const)(
    '[MIS-1] an inbound call that ended "%s" without a conversation is owed, even when no telephone of ours rang',
    (outcome) => {
      expect(judgeCall(inbound({ outcome }), settings)).toEqual({
        kind: 'missed',
        key: '+79161234567',
        startedAt: at('10:00:00'),
        endedAt: at('10:00:40'),
        waitSeconds: 40,
      });
    },
  );

  test('[MIS-1] a caller who was passed on and taken by nobody is owed since then, though somebody had spoken with them', () => {
    const passedOn: Partial<JudgedCall> = {
      ...{ outcome: 'answered', answeredAt: at('10:00:05'), waitSeconds: 5 },
      strandedAt: at('10:00:30'),
    };
    const missed = { kind: 'missed', key: '+79161234567', startedAt: at('10:00:30'), endedAt: at('10:00:40') };
    expect(judgeCall(inbound(passedOn), { ignoreWaitUnderSeconds: 60 })).toEqual({ ...missed, waitSeconds: 10 });
    expect(judgeCall(inbound({ ...passedOn, strandedAt: null }), settings)).toMatchObject({ kind: 'reached' });
    const withheld = { raw: null, e164: null, withheld: true };
    expect(judgeCall(inbound({ ...passedOn, customer: withheld }), settings)).toMatchObject({ kind: 'not-callable' });
  });

  test('[MIS-1] a call whose end was only concluded is owed as well', () => {
    expect(judgeCall(inbound({ outcome: null }), settings)).toMatchObject({ kind: 'missed' });
  });

  test('[MIS-1] nothing is owed while it still rings', () => {
    expect(judgeCall(inbound({ state: 'ringing', outcome: null, endedAt: null }), settings)).toEqual({
      kind: 'nothing',
      because: 'still-ringing',
    });
  });

  test('[MIS-1] calls among ourselves are never debts', () => {
    expect(judgeCall(inbound({ direction: 'internal', outcome: 'no-answer' }), settings)).toEqual({
      kind: 'nothing',
      because: 'internal',
    });
  });

  test('[MIS-1] a withheld number makes no debt, whatever the network whispered, and says why', () => {
    const withheld = { raw: '+79161234567', e164: '+79161234567', withheld: true };
    expect(judgeCall(inbound({ customer: withheld }), settings)).toEqual({ kind: 'not-callable', because: 'withheld' });
    expect(judgeCall(inbound({ customer: { raw: 'anonymous', e164: null, withheld: false } }), settings)).toEqual({
      kind: 'not-callable',
      because: 'no-number',
    });
  });

  test('[MIS-1] a short number of the network can be called back', () => {
    expect(judgeCall(inbound({ customer: { raw: '900', e164: null, withheld: false } }), settings)).toMatchObject({
      kind: 'missed',
      key: '900',
    });
  });

  test('[MIS-1] a wait shorter than the limit is no debt when the caller gave up, but is one when we failed', () => {
    const limit = { ignoreWaitUnderSeconds: 5 };
    expect(judgeCall(inbound({ waitSeconds: 4.9 }), limit)).toEqual({ kind: 'nothing', because: 'short-wait' });
    expect(judgeCall(inbound({ waitSeconds: 4.9, outcome: 'cancelled' }), limit)).toMatchObject({ kind: 'nothing' });
    expect(judgeCall(inbound({ waitSeconds: 5 }), limit)).toMatchObject({ kind: 'missed' });
    expect(judgeCall(inbound({ waitSeconds: 0.2, outcome: 'busy' }), limit)).toMatchObject({ kind: 'missed' });
  });
});

describe('[MIS-2] [MIS-3] what our own calls mean', () => {
  test('[MIS-2] it is reached as soon as they speak, not only when the call ends', () => {
    const talking = { state: 'talking', outcome: null, answeredAt: at('10:00:20'), endedAt: null } as const;
    expect(judgeCall(outbound(talking), settings)).toMatchObject({ kind: 'reached', how: 'our-call' });
    expect(judgeCall(inbound(talking), settings)).toMatchObject({ kind: 'reached', how: 'caller-got-through' });
  });

  test.each([
    ['no-answer', 'no-answer'],
    ['busy', 'busy'],
    ['declined', 'busy'],
    ['failed', 'failed'],
  ] as const)('[MIS-3] an unanswered call that ended "%s" climbs the ladder "%s"', (outcome, ladder) => {
    expect(judgeCall(outbound({ outcome }), settings)).toMatchObject({ kind: 'fruitless', outcome: ladder });
  });

  test('[MIS-3] hanging up before the second ring is no attempt; after ten seconds of ringing it is "no answer"', () => {
    expect(judgeCall(outbound({ outcome: 'cancelled', ringSeconds: 9.9 }), settings)).toEqual({
      kind: 'nothing',
      because: 'hardly-rang',
    });
    expect(judgeCall(outbound({ outcome: 'cancelled', ringSeconds: 10 }), settings)).toMatchObject({
      kind: 'fruitless',
      outcome: 'no-answer',
    });
  });

  test('[MIS-3] a click to call that our own person did not pick up is no attempt to reach the customer', () => {
    expect(judgeCall(outbound({ wentOut: false }), settings)).toEqual({ kind: 'nothing', because: 'own-telephone' });
  });

  test('[MIS-4] a call that is being dialled says so', () => {
    expect(judgeCall(outbound({ state: 'ringing', outcome: null, endedAt: null }), settings)).toEqual({
      kind: 'dialling',
      key: '+79161234567',
    });
  });

  test('the key of a caller is the E.164 number, else what can be dialled, else nothing', () => {
    expect(numberKey(customer)).toBe('+79161234567');
    expect(numberKey({ raw: '8 (495) 12', e164: null, withheld: false })).toBe('849512');
    expect(numberKey({ raw: 'restricted', e164: null, withheld: false })).toBeNull();
    expect(numberKey({ raw: null, e164: null, withheld: false })).toBeNull();
    expect(numberKey(null)).toBeNull();
  });
});

describe('[MIS-2] how a call changes a debt', () => {
  const debt = (change: Partial<DebtHistory> = {}): DebtHistory => ({
    isOpen: true,
    misses: [
      { callId: 'call_m1', startedAt: at('09:00:00') },
      { callId: 'call_m2', startedAt: at('10:00:00') },
    ],
    attempts: [],
    ...change,
  });
  const reached = (clock: string): Judgement => ({ kind: 'reached', key: '+7', how: 'our-call', at: at(clock) });
  const fruitless = (clock: string): Judgement => ({
    kind: 'fruitless',
    key: '+7',
    outcome: 'busy',
    startedAt: at(clock),
    endedAt: at(clock),
  });

  test('[MIS-2] a conversation after the last miss closes it', () => {
    expect(resolveMissedCall(debt(), 'call_x', reached('10:05:00'))).toEqual({
      kind: 'resolve',
      how: 'our-call',
      at: at('10:05:00'),
    });
  });

  test('[MIS-2] a conversation before the first miss pays nothing, however late we hear of it', () => {
    expect(resolveMissedCall(debt(), 'call_x', reached('08:30:00'))).toEqual({
      kind: 'leave',
      because: 'spoke-before',
    });
  });

  test('[MIS-2] a conversation between two misses, told late, pays the first one only', () => {
    expect(resolveMissedCall(debt(), 'call_x', reached('09:30:00'))).toEqual({ kind: 'pay-earlier' });
  });

  test('[MIS-2] a person who said "answering machine" after the answer is believed', () => {
    const said = (clock: string) => debt({ attempts: [{ callId: 'call_x', saidAt: at(clock) }] });
    expect(resolveMissedCall(said('10:05:30'), 'call_x', reached('10:05:00'))).toMatchObject({ kind: 'leave' });
    expect(resolveMissedCall(said('10:04:50'), 'call_x', reached('10:05:00'))).toMatchObject({ kind: 'resolve' });
  });

  test('[MIS-3] each call is counted once', () => {
    expect(resolveMissedCall(debt(), 'call_a', fruitless('10:10:00'))).toEqual({
      kind: 'count-attempt',
      outcome: 'busy',
    });
    const known = debt({ attempts: [{ callId: 'call_a', saidAt: null }] });
    expect(resolveMissedCall(known, 'call_a', fruitless('10:10:00'))).toEqual({ kind: 'leave', because: 'known' });
  });

  test('[MIS-3] a call of ours from before the first miss is no attempt to pay it', () => {
    expect(resolveMissedCall(debt(), 'call_a', fruitless('08:59:00'))).toEqual({
      kind: 'leave',
      because: 'called-before',
    });
  });

  test('[MIS-1] the same missed call told twice counts once', () => {
    const times = { startedAt: at('10:00:00'), endedAt: at('10:00:40'), waitSeconds: 40 };
    const missed: Judgement = { kind: 'missed', key: '+7', ...times };
    expect(resolveMissedCall(debt(), 'call_m2', missed)).toEqual({ kind: 'leave', because: 'known' });
    expect(resolveMissedCall(debt(), 'call_m3', missed)).toEqual({ kind: 'count-miss' });
  });

  test('[MIS-2] a closed debt is changed by no call', () => {
    const closed = debt({ isOpen: false });
    expect(resolveMissedCall(closed, 'call_x', reached('10:05:00'))).toEqual({ kind: 'leave', because: 'closed' });
    expect(resolveMissedCall(closed, 'call_x', fruitless('10:05:00'))).toEqual({ kind: 'leave', because: 'closed' });
  });
});
