import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyMap, entriesOf, getFrom, valuesOf, withChanges } from './bucket-map.ts';
import { MapDraft } from './map-draft.ts';

/** Keys that meet in buckets and end alike, as ids of one second do, and stranger ones. */
const key = fc.oneof(
  fc.constantFrom('', 'a', '__proto__', 'PJSIP/101', 'PJSIP/102', 'xPJSIP/101'),
  fc.integer({ min: 0, max: 400 }).map((count) => `pbx1-1795423905.${count}`),
);
const change = fc.tuple(key, fc.option(fc.integer(), { nil: undefined }));

describe('a map of buckets', () => {
  it('holds what a Map would after the same changes, and never changes the map it came from', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 40 }), { maxLength: 20 }), (steps) => {
        const plain = new Map<string, number>();
        let map = emptyMap<number>();
        for (const changes of steps) {
          const before = map;
          const entriesBefore = [...entriesOf(before)];
          map = withChanges(map, new Map(changes));
          expect([...entriesOf(before)]).toEqual(entriesBefore);
          for (const [name, value] of new Map(changes)) {
            if (value === undefined) plain.delete(name);
            else plain.set(name, value);
          }
        }
        expect(map.size).toBe(plain.size);
        expect([...valuesOf(map)].sort()).toEqual([...plain.values()].sort());
        for (const [name, value] of plain) expect(getFrom(map, name)).toBe(value);
      }),
    );
  });

  it('is found again after it was written down as JSON', () => {
    const keys = Array.from({ length: 300 }, (_, count) => `pbx1-1795423905.${count}`);
    const map = withChanges(emptyMap<string>(), new Map(keys.map((each) => [each, each])));
    const restored = JSON.parse(JSON.stringify(map)) as typeof map;
    for (const each of keys) expect(getFrom(restored, each)).toBe(each);
    expect(getFrom(restored, 'pbx1-1795423905.300')).toBeUndefined();
  });
});

describe('changes of one step', () => {
  const base = withChanges(
    emptyMap<number>(),
    new Map([
      ['kept', 1],
      ['removed', 2],
    ]),
  );

  it('are seen before the step is finished, removals too', () => {
    const draft = new MapDraft(base);
    draft.set('removed', undefined);
    draft.set('new', 3);
    expect(['kept', 'removed', 'new', 'none'].map((each) => draft.get(each))).toEqual([1, undefined, 3, undefined]);
    expect([draft.isChanged('removed'), draft.isChanged('kept')]).toEqual([true, false]);
    const after = draft.finish();
    expect(['kept', 'removed', 'new'].map((each) => getFrom(after, each))).toEqual([1, undefined, 3]);
    expect(getFrom(base, 'removed')).toBe(2);
  });

  it('leave the very same map when there are none', () => {
    const draft = new MapDraft(base);
    expect(draft.isUntouched).toBe(true);
    expect(draft.finish()).toBe(base);
  });
});
