import { expect, test } from 'vitest';
import { parseAmiEvent } from './ami/ami-decoder.ts';
import { sortHeld, withoutGhosts } from './sort-held.ts';

const event = (name: string, id: string) => parseAmiEvent(`Event: ${name}\nUniqueid: ${id}`, 0)!;
const names = (events: Iterable<{ name: string }>) => [...events].map(({ name }) => name);

test('a channel whose Newchannel waits is taken out of the snapshot: its own events tell it whole', () => {
  const held = [event('Newchannel', 'a'), event('Newstate', 'a')];
  const { before, born } = sortHeld(held, ['a', 'b']);
  expect([...born]).toEqual(['a']);
  expect(before.size).toBe(0);
});

test('the last events of a channel that the snapshot has no more come before it', () => {
  const held = [event('BridgeLeave', 'gone'), event('BridgeLeave', 'stays'), event('Hangup', 'gone')];
  expect(names(sortHeld(held, ['stays']).before)).toEqual(['BridgeLeave', 'Hangup']);
});

test('a channel that the snapshot still has hangs up after it', () => {
  expect(sortHeld([event('Hangup', 'a')], ['a']).before.size).toBe(0);
});

test('a channel that came and went while the lists were made is told by its events alone', () => {
  const { before, born } = sortHeld([event('Newchannel', 'a'), event('Hangup', 'a')], []);
  expect(before.size).toBe(0);
  expect(born.has('a')).toBe(true);
});

test('a channel that only the cache of Asterisk still shows is none; without Status the cache is believed', () => {
  const shown = [event('CoreShowChannel', 'a'), event('CoreShowChannel', 'ghost')];
  expect(withoutGhosts(shown, [event('Status', 'a')])).toEqual([shown[0]]);
  expect(withoutGhosts(shown, [])).toEqual([]);
  expect(withoutGhosts(shown, null)).toEqual(shown);
});
