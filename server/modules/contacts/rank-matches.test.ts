import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideContact,
  type MatchHit,
  type MatchInput,
  type MatchReader,
  type MatchVia,
  rankMatches,
  restrictCandidates,
} from './rank-matches.ts';

const now = new Date('2026-03-02T09:00:00Z');
const number = { e164: '+74951234567', extension: null };
const anna: MatchReader = { role: 'operator', userId: 'usr_anna', agentId: 'agt_anna', teamId: 'tem_north' };

function hit(contactId: string | null, via: MatchVia, more: Partial<MatchHit> = {}): MatchHit {
  return {
    via,
    contactId,
    organisationId: contactId ? null : 'org_vega',
    name: contactId ?? 'Vega',
    role: null,
    organisationName: null,
    owner: null,
    teamId: null,
    extension: null,
    ...more,
  };
}

function rank(hits: MatchHit[], more: Partial<MatchInput> = {}) {
  const callerHistory = { pickedAt: new Map<string, Date>(), lastCallAt: new Map<string, Date>() };
  return rankMatches({ number, hits, callerHistory, reader: null, ...more }, now);
}
const ids = (candidates: { contactId: string | null; organisationId: string | null }[]) =>
  candidates.map((candidate) => candidate.contactId ?? candidate.organisationId);
const historyOf = (picked: Record<string, string>, called: Record<string, string> = {}) => ({
  pickedAt: new Map(Object.entries(picked).map(([id, at]) => [id, new Date(at)])),
  lastCallAt: new Map(Object.entries(called).map(([id, at]) => [id, new Date(at)])),
});

describe('[TEL-2] who is calling', () => {
  it('puts a number of their own before the number of the organisation', () => {
    const ranked = rank([hit('ctc_a', 'organisation'), hit(null, 'organisation'), hit('ctc_b', 'own')]);
    expect(ids(ranked)).toEqual(['ctc_b', 'ctc_a', 'org_vega']);
    expect(ranked[0]?.because).toEqual(['own-number']);
  });

  it('puts whom somebody picked for this number before the owner’s client and the latest call', () => {
    const owner = { id: 'agt_anna', name: 'Anna' };
    const ranked = rank([hit('ctc_a', 'own', { owner }), hit('ctc_b', 'own'), hit('ctc_c', 'own')], {
      callerHistory: historyOf({ ctc_c: '2026-01-01T00:00:00Z' }, { ctc_b: '2026-03-01T00:00:00Z' }),
      reader: anna,
    });
    expect(ids(ranked)).toEqual(['ctc_c', 'ctc_a', 'ctc_b']);
    expect(ranked.map((candidate) => candidate.because)).toEqual([
      ['own-number', 'picked-before'],
      ['own-number', 'owner-is-agent'],
      ['own-number', 'recent-call'],
    ]);
  });

  it('suggests a person who was picked for a number that nobody saved', () => {
    const callerHistory = historyOf({ ctc_a: '2026-01-01T00:00:00Z' });
    expect(rank([hit('ctc_a', 'picked')], { callerHistory })[0]?.because).toEqual(['picked-before']);
  });

  it('tells colleagues behind one number apart by the extension', () => {
    const hits = [hit('ctc_a', 'own', { extension: '11' }), hit('ctc_b', 'own', { extension: '12' })];
    const ranked = rank(hits, { number: { e164: number.e164, extension: '12' } });
    expect(ids(ranked)).toEqual(['ctc_b', 'ctc_a']);
    expect(decideContact(ranked)).toBe('ctc_b');
    expect(decideContact(rank(hits))).toBeNull();
  });

  it('believes in the last digits only when nothing else was found and there is one such person', () => {
    expect(ids(rank([hit('ctc_a', 'suffix')]))).toEqual(['ctc_a']);
    expect(rank([hit('ctc_a', 'suffix'), hit('ctc_b', 'suffix')])).toEqual([]);
    expect(ids(rank([hit('ctc_a', 'suffix'), hit('ctc_b', 'own')]))).toEqual(['ctc_b']);
  });

  it('does not call an old call recent', () => {
    const callerHistory = historyOf({}, { ctc_a: '2025-01-01T00:00:00Z' });
    expect(rank([hit('ctc_a', 'own')], { callerHistory })[0]?.because).toEqual(['own-number']);
  });

  it('lists a person found twice once, with both reasons', () => {
    expect(rank([hit('ctc_a', 'own'), hit('ctc_a', 'organisation')])).toMatchObject([
      { contactId: 'ctc_a', because: ['own-number', 'organisation-number'] },
    ]);
  });
});

describe('[TEL-2] whose call it is without asking', () => {
  const two = [hit('ctc_a', 'own'), hit('ctc_b', 'own')];
  it.each([
    ['the only person with that number', rank([hit('ctc_a', 'own'), hit('ctc_b', 'organisation')]), 'ctc_a'],
    ['several: nobody', rank(two), null],
    ['several, one picked before', rank(two, { callerHistory: historyOf({ ctc_b: '2026-01-01T00:00:00Z' }) }), 'ctc_b'],
    ['the organisation only', rank([hit(null, 'organisation'), hit('ctc_a', 'organisation')]), null],
    ['the last digits only', rank([hit('ctc_a', 'suffix')]), null],
    ['nobody', [], null],
  ])('%s', (_, candidates, contactId) => expect(decideContact(candidates)).toBe(contactId));

  it('does not depend on who reads', () => {
    const owner = { id: 'agt_anna', name: 'Anna' };
    const hits = [hit('ctc_a', 'own', { owner }), hit('ctc_b', 'own')];
    expect(decideContact(rank(hits, { reader: anna }))).toBe(decideContact(rank(hits)));
  });
});

describe('[ACC-1] somebody else’s client', () => {
  const boris = { id: 'agt_boris', name: 'Boris' };
  const ranked = rank([
    hit('ctc_own', 'own', { owner: { id: 'agt_anna', name: 'Anna' }, teamId: 'tem_south' }),
    hit('ctc_team', 'own', { owner: boris, teamId: 'tem_north' }),
    hit('ctc_other', 'own', { name: 'Secret', owner: boris, teamId: 'tem_south', organisationId: 'org_vega' }),
    hit('ctc_free', 'own'),
  ]);
  it('is shown with its owner and nothing else, and own, team’s and nobody’s are shown whole', () => {
    const shown = restrictCandidates(ranked, anna);
    const restricted = shown.filter((candidate) => candidate.restricted);
    expect(restricted).toHaveLength(1);
    expect(restricted[0]).toMatchObject({ contactId: null, organisationId: null, name: '', owner: boris });
    expect(JSON.stringify(shown)).not.toContain('Secret');
    expect(ids(shown.filter((candidate) => !candidate.restricted)).sort()).toEqual(['ctc_free', 'ctc_own', 'ctc_team']);
  });
  it('is open to a manager', () => {
    const manager = { role: 'manager' as const, userId: 'u', agentId: null, teamId: null };
    expect(restrictCandidates(ranked, manager).some((candidate) => candidate.restricted)).toBe(false);
  });
});

describe('rankMatches', () => {
  it('gives the same order whatever the order of the database', () => {
    const id = fc.constantFrom('ctc_a', 'ctc_b', 'ctc_c', 'ctc_d', null);
    const via = fc.constantFrom<MatchVia>('own', 'organisation', 'picked', 'suffix');
    const hits = fc.array(
      fc.tuple(id, via, fc.constantFrom(null, '12')).map(([c, v, e]) => hit(c, v, { extension: e })),
    );
    const days = fc.dictionary(
      fc.constantFrom('ctc_a', 'ctc_b'),
      fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
    );
    fc.assert(
      fc.property(hits, fc.integer(), days, days, (list, seed, picked, called) => {
        const shuffled = [...list].sort((a, b) => compareBySeed(a, b, seed));
        const more = { callerHistory: historyOf(picked, called) };
        const [first, second] = [rank(list, more), rank(shuffled, more)];
        expect(ids(second)).toEqual(ids(first));
        expect(new Set(ids(first)).size).toBe(first.length);
        expect(first.every((candidate) => candidate.because.length > 0)).toBe(true);
        expect(decideContact(second)).toBe(decideContact(first));
      }),
    );
  });
});

function compareBySeed(a: MatchHit, b: MatchHit, seed: number): number {
  const mark = (h: MatchHit) => [...JSON.stringify(h)].reduce((sum, c) => (sum * 31 + c.charCodeAt(0) + seed) | 0, 7);
  return mark(a) - mark(b);
}
