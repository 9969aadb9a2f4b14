import { expect, test } from 'vitest';
import { heardRecordings } from '$lib/parts/heard-recordings.ts';
import { filterTimeline, type TimelineItem, withoutDoubles } from '$lib/parts/timeline-filter.ts';
import { decideRing } from '$lib/sound/sound-recipes.ts';
import { deskPath } from './desk-path.ts';
import { emphasise } from './emphasise.ts';
import { isOnPage, navPages } from './nav.ts';

test('[CRM-9] the part that matched is emphasised without markup, whatever the case', () => {
  expect(
    emphasise('Anna Petrova', 'PETR')
      .map(({ text, strong }) => (strong ? `*${text}*` : text))
      .join(''),
  ).toBe('Anna *Petr*ova');
  expect(emphasise('<b>x</b>', 'y')).toEqual([{ text: '<b>x</b>', strong: false }]);
  expect(emphasise('Anna', '')).toEqual([{ text: 'Anna', strong: false }]);
});

test('[CRM-9] what the search finds opens on the desk', () => {
  expect(deskPath({ kind: 'contact', id: 'a&b' })).toBe('/?contact=a%26b');
});

test('[UX-1] every page has its own path and its own key after G', () => {
  expect(new Set(navPages.map(({ path }) => path)).size).toBe(navPages.length);
  expect(new Set(navPages.map(({ key }) => key)).size).toBe(navPages.length);
  const desk = navPages.find(({ path }) => path === '/');
  expect(desk && [isOnPage(desk, '/'), isOnPage(desk, '/calls')]).toEqual([true, false]);
});

test('[UX-1] while talking nothing rings but the soft tick of a second call', () => {
  expect(decideRing({ ringing: 1, talking: false }).play).toBe('ring');
  expect(decideRing({ ringing: 1, talking: true }).play).toBe('second');
  expect(decideRing({ ringing: 0, talking: true }).play).toBeNull();
});

test('[CRM-5] notes written during calls are found among the notes', () => {
  const items = [
    { kind: 'call', call: { id: '1', note: 'said' } },
    { kind: 'call', call: { id: '2', note: '' } },
    { kind: 'note', id: 'n' },
    { kind: 'missed-call', id: 'm' },
  ] as TimelineItem[];
  expect(filterTimeline(items, 'notes')).toHaveLength(2);
  expect(filterTimeline(items, 'calls')).toHaveLength(3);
  expect(filterTimeline(items, 'all')).toHaveLength(4);
});

test('[CRM-5] a missed call whose unanswered call stands in the time-line is not told twice', () => {
  const call = { id: '1', direction: 'inbound', outcome: 'abandoned', endedAt: '2026-03-02T09:00:30Z' };
  const items = [
    { kind: 'missed-call', id: 'm1', at: '2026-03-02T09:00:31Z' },
    { kind: 'call', call, at: '2026-03-02T09:00:00Z' },
    { kind: 'missed-call', id: 'm2', at: '2026-03-01T09:00:00Z' },
  ] as TimelineItem[];
  expect(withoutDoubles(items).map((item) => ('id' in item ? item.id : item.kind))).toEqual(['call', 'm2']);
});

test('[TEL-4] a recording that never came is told only where somebody spoke', () => {
  const recordings = [{ id: 'r', seconds: null, state: 'lost' as const }];
  expect(heardRecordings({ recordings, talkSeconds: 0, state: 'ended' })).toEqual([]);
  expect(heardRecordings({ recordings, talkSeconds: 4, state: 'ended' })).toEqual(recordings);
});
