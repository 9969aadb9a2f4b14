import { describe, expect, it } from 'vitest';
import { debianMirrors, STANDARD_DEBIAN_MIRROR } from './debian-mirror.ts';

const deb822 = (text: string) => debianMirrors([{ name: 'debian.sources', text }]);
const oneLine = (text: string) => debianMirrors([{ name: 'sources.list', text }]);

describe('[OPS-1] the mirror of Debian that the lab uses', () => {
  it('is the one the machine already uses, then the standard one', () => {
    expect(deb822('Types: deb\nURIs: http://mirror.example/debian\nSuites: trixie\n')).toEqual([
      'http://mirror.example/debian',
      STANDARD_DEBIAN_MIRROR,
    ]);
    expect(oneLine('deb [arch=amd64 signed-by=/k.gpg] https://mirror.example/debian/ bookworm main\n')).toEqual([
      'https://mirror.example/debian',
      STANDARD_DEBIAN_MIRROR,
    ]);
  });

  it('is never the security archive, a third party or another distribution', () => {
    expect(
      oneLine(
        'deb http://mirror.example/debian-security x main\ndeb https://packages.example/apt y main\ndeb http://archive.example/ubuntu z main\n',
      ),
    ).toEqual([STANDARD_DEBIAN_MIRROR]);
  });

  it('ignores comments, source packages and sources switched off', () => {
    expect(oneLine('# deb http://a.example/debian x main\ndeb-src http://b.example/debian x main\n')).toEqual([
      STANDARD_DEBIAN_MIRROR,
    ]);
    expect(deb822('Types: deb\nURIs: http://a.example/debian\nSuites: x\nEnabled: no\n')).toEqual([
      STANDARD_DEBIAN_MIRROR,
    ]);
    expect(deb822('# note\nTypes: deb-src\nURIs: http://a.example/debian\n')).toEqual([STANDARD_DEBIAN_MIRROR]);
  });

  it('reads folded lines and several paragraphs', () => {
    const text =
      'Types: deb\nURIs:\n http://one.example/debian\n http://two.example/debian\nSuites: x\n\nTypes: deb\nURIs: http://three.example/debian\n';
    expect(deb822(text).slice(0, 3)).toEqual([
      'http://one.example/debian',
      'http://two.example/debian',
      'http://three.example/debian',
    ]);
  });
});
