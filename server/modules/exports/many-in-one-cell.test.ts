import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import '../../../test/fixed-seed.ts';
import { manyOfText, textOfMany } from './many-in-one-cell.ts';

const awkward = fc.string({ unit: fc.constantFrom('a', 'Ж', ' ', '|', ';', '\\', '\n', '\r', 'n', 'r', ',', "'") });
const part = fc.oneof(awkward, fc.string()).map((text) => text.trim());
/** As entries are: something in them, and no empty part at their end. */
const entry = fc
  .array(part, { minLength: 1, maxLength: 5 })
  .map((parts) => parts.slice(0, parts.findLastIndex((one) => one !== '') + 1))
  .filter((parts) => parts.length > 0);

describe('[IMP-1] several things in one cell', () => {
  it('are read as they were written, whatever signs they hold', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        expect(manyOfText(textOfMany(entries))).toEqual(entries);
      }),
      { numRuns: 2_000 },
    );
  });

  it('look as a person would write them, and are read when one did', () => {
    const entries = [['Nevsky 1', 'Moscow', '', 'Work'], ['Via Roma 1; door 2']];
    expect(textOfMany(entries)).toBe('Nevsky 1 | Moscow |  | Work; Via Roma 1\\; door 2');
    expect(manyOfText('Nevsky 1|Moscow||Work\nVia Roma 1\\; door 2 | | ;;')).toEqual(entries);
    expect(manyOfText('C:\\docs')).toEqual([['C:\\docs']]);
    expect(manyOfText(' ; \n')).toEqual([]);
  });
});
