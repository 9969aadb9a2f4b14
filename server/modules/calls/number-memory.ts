import { normalizePhone } from '../phones/normalize-phone.ts';

const kept = 1_000;

/**
 * Repairs numbers and remembers the last thousand: every fact of a call names the same ones, and a telephone rings while a
 * number is read by its country's rules once more.
 * @returns the E.164 form of a number in a region; null when it cannot be repaired
 */
export function createNumberMemory(): (raw: string, region: string) => string | null {
  const known = new Map<string, string | null>();
  return (raw, region) => {
    const key = `${region} ${raw}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const phone = normalizePhone(raw, region);
    const e164 = phone.ok ? phone.e164 : null;
    if (known.size >= kept) known.delete(known.keys().next().value ?? '');
    known.set(key, e164);
    return e164;
  };
}
