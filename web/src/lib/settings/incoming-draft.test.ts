import { expect, test } from 'vitest';
import {
  dialerSettingsSchema,
  queueCallbackSettingsSchema,
  routingSettingsSchema,
} from '$contract/settings.contract.ts';
import { type IncomingNumber, incomingBodyOf, incomingBounds, incomingDraftOf } from './incoming-draft.ts';

const settings = {
  routing: { order: ['owner' as const], lastAgentDays: 180, ringSeconds: 15, vipPriority: 10, knownPriority: 0 },
  queueCallbacks: { on: true, maxPerQueue: 20, expiresAfterMinutes: 240, tries: 3, againAfterMinutes: 5 },
  dialer: { maxLines: 400, originatesPerSecond: 20 },
};

test('what was read is what is sent', () => {
  expect(incomingBodyOf(incomingDraftOf(settings))).toEqual(settings);
});

test.each(Object.entries(incomingBounds))('%s is sent within the bounds of the contract only', (name, [min, max]) => {
  const typed = (value: number) => {
    const draft = incomingDraftOf(settings);
    draft.numbers[name as IncomingNumber] = String(value);
    return incomingBodyOf(draft);
  };
  for (const value of [min, max]) {
    const body = typed(value)!;
    expect(routingSettingsSchema.safeParse(body.routing).success).toBe(true);
    expect(queueCallbackSettingsSchema.safeParse(body.queueCallbacks).success).toBe(true);
    expect(dialerSettingsSchema.safeParse(body.dialer).success).toBe(true);
  }
  expect(typed(min - 1)).toBeNull();
  expect(typed(max + 1)).toBeNull();
});
