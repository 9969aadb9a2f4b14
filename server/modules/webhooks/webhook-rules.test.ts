import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureHeaders } from './sign-webhook.ts';
import { isToBePaused, outcomeOf, retryPauses } from './webhook-tries.ts';

const now = new Date('2026-03-02T09:00:00Z');
const secondsUntil = (outcome: ReturnType<typeof outcomeOf>) =>
  outcome.kind === 'retry' ? (outcome.at.getTime() - now.getTime()) / 1_000 : outcome.kind;

describe('a delivery', () => {
  it('[API-1] is over with any 2xx and with nothing else', () => {
    expect([200, 202, 204, 299].map((status) => outcomeOf(1, { status }, now).kind)).toEqual(
      Array(4).fill('delivered'),
    );
    expect([100, 301, 302, 400, 404, 410, 500, null].map((status) => outcomeOf(1, { status }, now).kind)).toEqual(
      Array(8).fill('retry'),
    );
  });

  it('[API-1] is tried again after 10 s, 1 min, 5 min, 30 min, 2 h, 6 h and 24 h, then given up', () => {
    const pauses = Array.from({ length: 8 }, (_, index) => secondsUntil(outcomeOf(index + 1, { status: 500 }, now)));
    expect(pauses).toEqual([10, 60, 300, 1_800, 7_200, 21_600, 86_400, 'failed']);
    expect(retryPauses.length).toBe(7);
  });

  it('[API-1] waits longer when the receiver asks for it, never shorter', () => {
    expect(secondsUntil(outcomeOf(1, { status: 503, retryAfterSeconds: 120 }, now))).toBe(120);
    expect(secondsUntil(outcomeOf(3, { status: 503, retryAfterSeconds: 1 }, now))).toBe(300);
  });

  it('[API-1] makes its web-hook pause when nothing arrived for two days, or the receiver says that it is gone', () => {
    const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
    expect(isToBePaused(500, ago(47.9), now)).toBe(false);
    expect(isToBePaused(null, ago(48), now)).toBe(true);
    expect(isToBePaused(410, now, now)).toBe(true);
  });
});

describe('a signature', () => {
  it('[API-1] is the one that Standard Webhooks describes', () => {
    // The example of the specification: secret, id, time stamp and body as published there.
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const at = new Date(1_614_265_330_000);
    const headers = signatureHeaders(secret, { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at, body: '{"test": 2432232314}' });
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('[API-1] covers id, time and body: a change of one of them changes it', () => {
    const message = { id: 'a', at: now, body: '{}' };
    const of = (more: object) => signatureHeaders('whsec_c2VjcmV0', { ...message, ...more })['webhook-signature'];
    const all = [of({}), of({ id: 'b' }), of({ at: new Date(now.getTime() + 1_000) }), of({ body: '[]' })];
    expect(new Set(all).size).toBe(4);
    const expected = createHmac('sha256', 'secret')
      .update(`a.${now.getTime() / 1_000}.{}`)
      .digest('base64');
    expect(of({})).toBe(`v1,${expected}`);
  });
});
