import { describe, expect, it } from 'vitest';
import { momentOf, presetsIn, wallIn } from './zoned-time.ts';

describe('the clock of a customer elsewhere', () => {
  it('is shown and read in the customer’s zone, in summer and in winter', () => {
    expect(wallIn(Date.parse('2026-01-15T09:00:00Z'), 'Asia/Yekaterinburg')).toBe('2026-01-15T14:00');
    expect(momentOf('2026-01-15T14:00', 'Asia/Yekaterinburg')).toBe('2026-01-15T09:00:00.000Z');
    expect(momentOf('2026-07-01T10:00', 'Europe/Paris')).toBe('2026-07-01T08:00:00.000Z');
    expect(momentOf('2026-12-01T10:00', 'Europe/Paris')).toBe('2026-12-01T09:00:00.000Z');
    expect(momentOf('2026-03-01T22:00', 'America/New_York')).toBe('2026-03-02T03:00:00.000Z');
  });
  it('is right on the days on which the clocks are changed', () => {
    expect(momentOf('2026-03-29T10:00', 'Europe/Paris')).toBe('2026-03-29T08:00:00.000Z');
    expect(momentOf('2026-03-29T01:30', 'Europe/Paris')).toBe('2026-03-29T00:30:00.000Z');
    expect(momentOf('2026-10-25T10:00', 'Europe/Paris')).toBe('2026-10-25T09:00:00.000Z');
  });
  it('has its own tomorrow: at ten there, be it another day here', () => {
    // Sunday evening in UTC is Monday in Tokyo.
    const now = Date.parse('2026-03-01T20:00:00Z');
    const presets = Object.fromEntries(presetsIn(now, 'Asia/Tokyo').map(({ name, at }) => [name, at]));
    expect(presets).toMatchObject({
      '2h': '2026-03-01T22:00:00.000Z',
      tomorrow: '2026-03-03T01:00:00.000Z',
      monday: '2026-03-09T01:00:00.000Z',
    });
  });
  it('names Monday only once', () => {
    expect(presetsIn(Date.parse('2026-03-01T12:00:00Z'), 'UTC').map(({ name }) => name)).toEqual([
      '30m',
      '2h',
      'tomorrow',
    ]);
  });
});
