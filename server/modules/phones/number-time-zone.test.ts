import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveTimeZone, isTimeZone, numberTimeZones } from './number-time-zone.ts';
import { parseTimeZoneTable, timeZoneTable } from './time-zone-table.ts';

const moscow = { timeZone: 'Europe/Moscow', region: 'RU' };

/** Hours ahead of UTC on 15 January 2026, as the zone of the number shows. */
function hoursOf(e164: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: numberTimeZones(e164)[0]!, timeZoneName: 'longOffset' });
  const text = format.formatToParts(Date.UTC(2026, 0, 15)).find((part) => part.type === 'timeZoneName')!.value;
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(text)!;
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) + Number(minutes ?? 0) / 60);
}

describe('[MIS-4] the time zone of a number', () => {
  it.each([
    ['+74951234567', 3],
    ['+78121234567', 3],
    ['+74012123456', 2],
    ['+78462123456', 4],
    ['+78452123456', 4],
    ['+78512123456', 4],
    ['+73421234567', 5],
    ['+73431234567', 5],
    ['+73812123456', 6],
    ['+73832123456', 7],
    ['+73912123456', 7],
    ['+73852123456', 7],
    ['+73952123456', 8],
    ['+74112123456', 9],
    ['+73022123456', 9],
    ['+74232123456', 10],
    ['+74242123456', 11],
    ['+74152123456', 12],
    ['+77272500000', 5],
    ['+375291234567', 3],
    ['+380441234567', 2],
    ['+998901234567', 5],
    ['+33123456789', 1],
    ['+390612345678', 1],
    ['+442079460958', 0],
    ['+35312345678', 0],
    ['+12125552671', -5],
    ['+13125552671', -6],
    ['+14155552671', -8],
    ['+18085552671', -10],
    ['+912212345678', 5.5],
  ])('%s is %s hours ahead of UTC in winter', (e164, hours) => expect(hoursOf(e164)).toBe(hours));

  it.each([['+79161234567'], ['+18005553535'], ['+80012345678'], ['+883510012345678'], ['+'], [''], ['+999']])(
    '%s does not tell a zone',
    (e164) => expect(numberTimeZones(e164)).toEqual([]),
  );

  it('has only zones that this machine knows', () => {
    const zones = new Set([...timeZoneTable().values()].flat());
    expect(zones.size).toBeGreaterThan(250);
    expect([...zones].filter((zone) => !isTimeZone(zone))).toEqual([]);
  });

  it('answers for any text without throwing', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(numberTimeZones(text))));
  });

  it('takes the longest prefix', () => {
    const table = parseTimeZoneTable('# note\nA/A\t1 12\nB/B\t123\n-\t1234\n');
    expect(numberTimeZones('+12555', table)).toEqual(['A/A']);
    expect(numberTimeZones('+123555', table)).toEqual(['B/B']);
    expect(numberTimeZones('+1234555', table)).toEqual([]);
  });
});

describe('[MIS-4] the zone in force for a customer', () => {
  const novosibirsk = { e164: '+73832123456', country: 'RU' };
  it.each([
    ['own choice', { timeZone: 'Asia/Tokyo' }, novosibirsk, 'Asia/Tokyo', 'own'],
    ['a wrong own choice is left out', { timeZone: 'Mars/Base' }, novosibirsk, 'Asia/Novosibirsk', 'number'],
    ['the number', { timeZone: null }, novosibirsk, 'Asia/Novosibirsk', 'number'],
    ['zones that show the same time', null, { e164: '+393331234567', country: 'IT' }, 'Europe/Rome', 'number'],
    [
      'a Russian mobile has the zone of the firm',
      null,
      { e164: '+79161234567', country: 'RU' },
      'Europe/Moscow',
      'region',
    ],
    ['no number at all', null, null, 'Europe/Moscow', 'region'],
    ['a foreign toll-free number', null, { e164: '+18005553535', country: 'US' }, 'America/New_York', 'region'],
    ['a country of several zones', null, { e164: '+351912345678', country: 'PT' }, 'Europe/Lisbon', 'region'],
    ['a service of no country', null, { e164: '+80012345678', country: null }, 'Europe/Moscow', 'region'],
  ])('%s', (_, contact, number, zone, because) => {
    expect(effectiveTimeZone(contact, number, moscow)).toEqual({ zone, because });
  });

  it('takes the main zone of Russia for a Russian mobile when the firm is in Italy', () => {
    const rome = { timeZone: 'Europe/Rome', region: 'IT' };
    expect(effectiveTimeZone(null, { e164: '+79161234567', country: 'RU' }, rome)).toEqual({
      zone: 'Europe/Moscow',
      because: 'region',
    });
  });
});

describe('isTimeZone', () => {
  it('knows names of places and refuses everything else', () => {
    expect(['Europe/Moscow', 'UTC', 'America/Argentina/Buenos_Aires'].every(isTimeZone)).toBe(true);
    expect(['', '+03:00', 'Europe/Nowhere', 'x'.repeat(1_000), "'; drop"].some(isTimeZone)).toBe(false);
  });
});
