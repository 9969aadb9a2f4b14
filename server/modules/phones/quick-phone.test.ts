import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizePhone } from './normalize-phone.ts';
import { repairPhone } from './quick-phone.ts';

/** What the slow way gives, without what the quick one leaves out. */
function slowly(raw: string, region: string) {
  const number = normalizePhone(raw, region);
  if (!number.ok) return { ok: false, reason: number.reason };
  const { ok, e164, extension, country, kind, others } = number;
  return { ok, e164, extension, country, kind, others };
}

const pick = <T>(...items: T[]) => fc.constantFrom(...items);
const gap = pick('', ' ', '-', '.');

/** What people write for a Russian number, and near misses of it. */
const written = fc
  .record({
    prefix: pick('', '8', '7', '+7', '+7 ', '8 ', '8-', '7-', '+', '+8', '9', '0', '00'),
    code: fc.stringMatching(/^\d{3}$/),
    brackets: fc.boolean(),
    gaps: fc.tuple(gap, gap, gap, gap),
    rest: fc.stringMatching(/^\d{7}$/),
    ending: pick(
      '',
      '',
      ', ext. 9',
      ' доб. 105',
      ',доб 1',
      ' ext 123456',
      ' (доб. 7)',
      ' доб. 1234567',
      ', 9',
      'x',
      ' 5',
    ),
  })
  .map(({ prefix, code, brackets, gaps: [g, h, i, j], rest, ending }) => {
    const area = brackets ? `(${code})` : code;
    return `${prefix}${g}${area}${h}${rest.slice(0, 3)}${i}${rest.slice(3, 5)}${j}${rest.slice(5)}${ending}`;
  });

describe('[IMP-1] the quick way to repair a number', () => {
  it('gives what the careful way gives, for what people write', () => {
    fc.assert(
      fc.property(written, pick('RU', 'RU', 'KZ', 'FR'), (raw, region) => {
        expect(repairPhone(raw, region)).toEqual(slowly(raw, region));
      }),
      { numRuns: 8_000 },
    );
  });

  it('reads every area code with every two digits after it as the numbering plan does', () => {
    const wrong: string[] = [];
    for (let code = 300; code < 1_000; code += 1) {
      for (let next = 0; next < 100; next += 1) {
        const tail = String((code * 7_919 + next * 104_729) % 100_000).padStart(5, '0');
        const raw = `8 (${code}) ${String(next).padStart(2, '0')}${tail[0]}-${tail.slice(1, 3)}-${tail.slice(3)}`;
        const quick = repairPhone(raw, 'RU');
        const slow = slowly(raw, 'RU');
        if (JSON.stringify(quick) !== JSON.stringify(slow)) wrong.push(raw);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('repairs the example of the capability', () => {
    expect(repairPhone('8 (495) 123-45-67, ext. 9', 'RU')).toMatchObject({ e164: '+74951234567', extension: '9' });
  });
});
