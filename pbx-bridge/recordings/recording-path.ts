/**
 * From the path that Asterisk said to the file this machine may read. The path comes over the network and from dialplans:
 * it never leads out of the recordings folder, neither by `..` nor by a symbolic link.
 */
import { realpath } from 'node:fs/promises';
import path from 'node:path';

export type FoundRecording =
  | { readonly kind: 'found'; readonly file: string }
  /** No such file now. */
  | { readonly kind: 'missing' }
  /** The path is not one we may read. */
  | { readonly kind: 'refused'; readonly because: string };

/** Folder of recordings in Asterisk's own layout: the spool's `monitor`. */
const spoolPattern = /^(.*\/monitor)\/[^/]/;

/**
 * PURE: where the file may be, best guess first. With a folder of ours it is that very path, when it lies in there (Asterisk
 * on this machine); then Asterisk's path is cut from the left until it fits below it: `/var/spool/asterisk/monitor/2026/11/x.wav` is looked for as `<folder>/monitor/2026/11/x.wav`, ...,
 * `<folder>/x.wav`. Without, at that very path, if it lies in a spool's `monitor` folder.
 *
 * @returns the folder not to be left and candidates in it, or why there are none.
 */
export const recordingCandidates = (
  said: string,
  folder: string | null,
): { readonly root: string; readonly files: readonly string[] } | { readonly because: string } => {
  const parts = said.split('/').filter((part) => part !== '');
  if (
    said.includes('\0') ||
    said.includes('\\') ||
    parts.length === 0 ||
    parts.some((part) => part === '..' || part === '.')
  ) {
    return { because: 'its path is not a plain one' };
  }
  if (folder !== null) {
    const same = path.join('/', ...parts);
    const cut = parts.map((_, from) => path.join(folder, ...parts.slice(from)));
    return { root: folder, files: same.startsWith(folder + path.sep) ? [same, ...cut] : cut };
  }
  const root = spoolPattern.exec(said)?.[1];
  if (!said.startsWith('/') || root === undefined) {
    return { because: 'it does not lie in a folder called monitor; set PBX_RECORDINGS_DIR' };
  }
  return { root, files: [path.join('/', ...parts)] };
};

/** Finds the file on this machine. Errors other than its absence are thrown. */
export const findRecording = async (said: string, folder: string | null): Promise<FoundRecording> => {
  const candidates = recordingCandidates(said, folder);
  if ('because' in candidates) return { kind: 'refused', because: candidates.because };
  const root = await realPathOrNull(candidates.root);
  if (root === null) return { kind: 'missing' };
  for (const file of candidates.files) {
    const real = await realPathOrNull(file);
    if (real === null) continue;
    if (!real.startsWith(root + path.sep)) return { kind: 'refused', because: 'it lies outside the recordings folder' };
    return { kind: 'found', file: real };
  }
  return { kind: 'missing' };
};

const realPathOrNull = async (file: string): Promise<string | null> => {
  try {
    return await realpath(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
};
