import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { testClock } from '../clock/clock.ts';
import { createLogger, createRepeatedErrors, type Logger } from './logger.ts';
import { maskDeep, maskNumbers } from './mask.ts';

function captured(): { logger: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()));
      done();
    },
  });
  return { logger: createLogger({ destination }), lines };
}

describe('a log line', () => {
  it.each([
    ['call from +79121234567', 'call from +7912***567'],
    ['8 (912) 123-45-67 called', '8912***567 called'],
    ['to 79121234567.', 'to 7912***567.'],
    ['sip:79121234567@host', 'sip:7912***567@host'],
    ['at 2026-03-02T09:00:00.000Z +79121234567', 'at 2026-03-02T09:00:00.000Z +7912***567'],
    ['postgres://trunkline:hunter2@127.0.0.1:5432/x', 'postgres://trunkline:***@127.0.0.1:5432/x'],
  ])('masks %j', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked);
  });
  it.each([
    'after 123456 ms',
    'call_01k3x8abc1234567',
    '2026-03-02T09:00:00.000Z',
    'channel PJSIP/101-00000012',
    '1772442000.123',
    '127.0.0.1:54321',
    'sequence 123456',
  ])('leaves %j alone', (text) => {
    expect(maskNumbers(text)).toBe(text);
  });
  it('holds no number and no secret, however deep, also in errors', () => {
    const { logger, lines } = captured();
    const cause = new Error('no answer from +79121234567');
    logger.error(
      {
        err: new Error('dialling +79121234567 failed', { cause }),
        call: { to: { raw: '+79121234567' } },
        authorization: 'Bearer tlk_secret',
        config: { databaseUrl: 'postgres://a:tlk_secret@x/y', adminPassword: 'tlk_secret', apiKey: 'tlk_secret' },
      },
      'could not reach %s',
      '+79121234567',
    );
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/1234567|tlk_secret/);
    expect(text).toContain('+7912***567');
  });
  it('of something endless ends', () => {
    const circle: Record<string, unknown> = { name: 'x' };
    circle.self = circle;
    expect(JSON.stringify(maskDeep(circle))).toContain('[deep]');
  });
  it('of an error that repeats is written once a minute, with the number left out', () => {
    const { logger, lines } = captured();
    const clock = testClock();
    const errors = createRepeatedErrors(logger, clock);
    for (let n = 0; n < 50; n += 1) errors.report('database', new Error('away'), 'no database');
    errors.report('other', new Error('x'), 'something else');
    clock.advance(60_000);
    errors.report('database', new Error('away'), 'no database');
    expect(lines.map(({ key, leftOut }) => [key, leftOut])).toEqual([
      ['database', 0],
      ['other', 0],
      ['database', 49],
    ]);
  });
});
