/** PURE: what the first bytes of a WAV file tell. */

export type WavState =
  /** No sound in it: a header at most (MixMonitor with option b leaves 44 bytes for an unanswered call). */
  | 'empty'
  /** The lengths in the header are those of the file: the writer has closed it. */
  | 'complete'
  /** The header does not fit the file (still being written, or the writer died), or it is no WAV. */
  | 'unknown';

/** Length of the smallest RIFF/WAVE header with a data chunk. */
export const wavHeaderBytes = 44;

/**
 * @param head the first 44 bytes, or fewer when the file is shorter
 * @param fileBytes size of the whole file
 */
export const readWavState = (head: Buffer, fileBytes: number): WavState => {
  if (fileBytes <= wavHeaderBytes) return 'empty';
  if (head.length < wavHeaderBytes || head.toString('latin1', 0, 4) !== 'RIFF') return 'unknown';
  const riffBytes = head.readUInt32LE(4);
  return riffBytes + 8 === fileBytes ? 'complete' : 'unknown';
};
