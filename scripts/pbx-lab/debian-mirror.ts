/** The mirror every Debian machine can use when its own sources name none. */
export const STANDARD_DEBIAN_MIRROR = 'http://deb.debian.org/debian';

/** The keyring that signs the package lists; part of every Debian, a package of the same name on its relatives. */
export const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

type SourceEntry = { uris: string[] };

/** Reads one `.sources` file (deb822): paragraphs of `Key: value`, folded lines begin with a blank. */
function parseDeb822(text: string): SourceEntry[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const fields = new Map<string, string>();
    let key = '';
    for (const line of paragraph.split('\n')) {
      if (line.startsWith('#')) continue;
      const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
      if (match) key = match[1]!.toLowerCase();
      if (key !== '') fields.set(key, `${fields.get(key) ?? ''} ${match ? match[2] : line.trim()}`.trim());
    }
    const words = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter((word) => word !== '');
    const usable = words('types').includes('deb') && fields.get('enabled')?.toLowerCase() !== 'no';
    return usable ? [{ uris: words('uris') }] : [];
  });
}

/** Reads one `sources.list` file (one line per source). */
function parseOneLine(text: string): SourceEntry[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+\S+/.exec(line);
    return match ? [{ uris: [match[1]!] }] : [];
  });
}

/** A mirror of Debian itself: its path ends in /debian (security, third-party and Ubuntu archives end otherwise). */
function isDebianArchive(uri: string): boolean {
  return /^(https?|mirror\+\w+|ftp):\/\/\S+\/debian\/?$/.test(uri);
}

/**
 * Mirrors to try for the unstable suite: those this machine already uses, then the standard one. Mirrors of an
 * organisation often carry no public host name, which is why the machine's own sources come first.
 */
export function debianMirrors(sources: readonly { name: string; text: string }[]): string[] {
  const entries = sources.flatMap(({ name, text }) =>
    name.endsWith('.sources') ? parseDeb822(text) : parseOneLine(text),
  );
  const own = entries.flatMap((entry) => entry.uris.filter(isDebianArchive)).map((uri) => uri.replace(/\/$/, ''));
  return [...new Set([...own, STANDARD_DEBIAN_MIRROR])];
}
