/**
 * What a file is by its first bytes. What the sender calls it is not trusted: a page named `offer.pdf` must not become a
 * page in somebody's browser. Pure.
 */

/** So many bytes from the beginning are enough. */
export const sniffBytes = 512;

const isAt = (bytes: Uint8Array, offset: number, signature: string) =>
  [...signature].every((sign, index) => bytes[offset + index] === sign.charCodeAt(0));

const signatures: readonly [offset: number, signature: string, type: string][] = [
  [0, '%PDF-', 'application/pdf'],
  [0, '\x89PNG\r\n\x1a\n', 'image/png'],
  [0, '\xff\xd8\xff', 'image/jpeg'],
  [0, 'GIF87a', 'image/gif'],
  [0, 'GIF89a', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [0, 'ID3', 'audio/mpeg'],
  [0, 'OggS', 'audio/ogg'],
  [8, 'WAVE', 'audio/wav'],
  [4, 'ftyp', 'video/mp4'],
  [0, '\xd0\xcf\x11\xe0', 'application/x-ole-storage'],
];

/** Office files are zip archives: which of them only the name tells, and for no other kind of file it is believed. */
const office: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

/** Text: nothing but printable signs, and UTF-8 up to where the sample ends. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  // The last sign may be cut by the end of the sample.
  return !new TextDecoder('utf-8').decode(bytes).slice(0, -1).includes('\ufffd');
}

/** @param head the first `sniffBytes` bytes, or the whole of a shorter file */
export function contentTypeOf(head: Uint8Array, name: string): string {
  if (isAt(head, 0, 'PK\x03\x04'))
    return office[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'application/zip';
  const found = signatures.find(([offset, signature]) => isAt(head, offset, signature));
  if (found) return found[2];
  return head.length > 0 && isText(head) ? 'text/plain' : 'application/octet-stream';
}
