/** Pure: what kind of sound file this is, told by its first bytes and never by a name. */

export interface AudioKind {
  extension: 'wav' | 'mp3' | 'ogg' | 'bin';
  contentType: string;
}

/** @example audioKind(Buffer.from('RIFF....WAVE')) // { extension: 'wav', contentType: 'audio/wav' } */
export function audioKind(head: Buffer): AudioKind {
  const text = (from: number, to: number) => head.toString('latin1', from, to);
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return { extension: 'wav', contentType: 'audio/wav' };
  if (text(0, 4) === 'OggS') return { extension: 'ogg', contentType: 'audio/ogg' };
  const isMp3 = text(0, 3) === 'ID3' || (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0);
  if (isMp3) return { extension: 'mp3', contentType: 'audio/mpeg' };
  return { extension: 'bin', contentType: 'application/octet-stream' };
}
