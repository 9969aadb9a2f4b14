/** Pure: the `Range` header (RFC 9110, one range of bytes) against the length of a file. */

export type ByteRange = { kind: 'whole' } | { kind: 'part'; from: number; to: number } | { kind: 'unsatisfiable' };

/**
 * `from` and `to` are inclusive. A header of another unit, of several ranges or without sense is ignored, as the RFC asks.
 * @example readByteRange('bytes=0-99', 1000) // { kind: 'part', from: 0, to: 99 }
 */
export function readByteRange(header: string | undefined, bytes: number): ByteRange {
  const match = header === undefined ? null : /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim());
  if (!match || (match[1] === '' && match[2] === '')) return { kind: 'whole' };
  const [, first, last] = match as unknown as [string, string, string];
  if (first === '') {
    const suffix = Number(last);
    if (suffix === 0 || bytes === 0) return { kind: 'unsatisfiable' };
    return { kind: 'part', from: Math.max(0, bytes - suffix), to: bytes - 1 };
  }
  const from = Number(first);
  const to = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < from) return { kind: 'whole' };
  return from >= bytes ? { kind: 'unsatisfiable' } : { kind: 'part', from, to };
}
