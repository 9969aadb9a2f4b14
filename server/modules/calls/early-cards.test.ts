import { describe, expect, it } from 'vitest';
import type { ReadCard } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';
import { createEarlyCards } from './early-cards.ts';

const anna = { contactId: 'con_anna', customer: { raw: null, e164: '+33612200101', withheld: false } };
const call = { id: 'call_1', version: 2, ...anna } as StoredCall;
const card = {} as ReadCard;

function begun() {
  const early = createEarlyCards();
  early.begin(call, () => Promise.resolve(card));
  return early;
}

describe('a card that is read early', () => {
  it('is taken once, by the version it was read for', async () => {
    const early = begun();
    expect(await early.take(call)).toBe(card);
    expect(early.take(call)).toBeNull();
    expect(begun().take({ ...call, version: 3 })).toBeNull();
    expect(begun().take({ ...call, id: 'call_2' })).toBeNull();
  });

  it.each([
    ['an earlier call of the same person ended', 'call.ended', { call: { ...anna, customer: null } }],
    ['an earlier call of the same number ended', 'call.corrected', { call: { ...anna, contactId: null } }],
    ['a task changed', 'task.changed', { task: {} }],
    ['a missed call was resolved', 'missed-call.resolved', { missedCallId: 'mis_1' }],
    ['the person was changed', 'contact.changed', {}],
    ['something happened that did not exist when this was written', 'deal.won', {}],
  ])('is void when %s meanwhile', (_what, type, payload) => {
    const early = begun();
    early.follow({ type, payload });
    expect(early.take(call)).toBeNull();
  });

  it.each([
    ['its own ring is told', 'call.changed', {}],
    ['a presence changed', 'agent.changed', {}],
    [
      'the call of somebody else ended',
      'call.ended',
      { call: { contactId: 'con_boris', customer: { e164: '+33612200102' } } },
    ],
  ])('still counts when %s', async (_what, type, payload) => {
    const early = begun();
    early.follow({ type, payload });
    expect(await early.take(call)).toBe(card);
  });

  it('counts again when it was begun after the fact', async () => {
    const early = begun();
    early.follow({ type: 'task.changed', payload: {} });
    early.begin(call, () => Promise.resolve(card));
    expect(await early.take(call)).toBe(card);
  });
});
