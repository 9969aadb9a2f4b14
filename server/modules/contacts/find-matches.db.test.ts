import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { newContact, newOrganisation, noCalls, typed } from '../../../test/factories/new-records.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { createDatabase } from '../../platform/database/database.ts';
import { compile, createSql } from '../../platform/database/sql.ts';
import { silentLogger } from '../../platform/logger/logger.ts';
import { systemPrincipal } from '../access/principal.ts';
import { createOrganisation } from '../organisations/organisations.usecases.ts';
import {
  isDoNotCall,
  noteCallTotals,
  readPeople,
  rememberPick,
  resolveEffectiveZone,
} from './contact-refs.usecases.ts';
import { deleteContact } from './contacts.usecases.ts';
import { createContact } from './create-contact.usecases.ts';
import { selectHits, selectSuffixHits } from './find-matches.repository.ts';
import { findMatches, findMatchesOf } from './find-matches.usecases.ts';
import type { MatchReader } from './rank-matches.ts';

let db: TestDatabase;
let platform: TestPlatform;
const by = { principal: systemPrincipal, ip: '127.0.0.1' };

const person = (name: string, phones: string[], more: object = {}) =>
  createContact(platform, { ...by, body: newContact({ name, phones: typed(...phones), ...more }) }, noCalls);
const organisation = (name: string, phones: string[]) =>
  createOrganisation(platform, {
    ...by,
    body: newOrganisation({ name, phones: typed(...phones) }),
  });
const match = (raw: string, reader: MatchReader = null) => findMatches(platform, db.sql, { raw, reader });

const totalsOf = (contactId: string) => {
  const now = platform.clock.now();
  return { contactId, lastCallAt: now, lastReachedAt: now, calls: 1, attempts: 0, reached: 1 };
};

/** Twenty thousand people with numbers that nobody below has, so that the planner has a choice to make. */
const fill = `
  insert into contacts (id, name, lifecycle, created_at, updated_at)
  select 'ctc_f' || n, 'Filler ' || n, 'lead', now(), now() from generate_series(1, 20000) n;
  insert into phones (id, contact_id, position, raw, e164, digits, kind, is_primary, created_at)
  select 'phn_f' || n, 'ctc_f' || n, 0, '+7900' || lpad(n::text, 7, '0'),
    '+7900' || lpad(n::text, 7, '0'), '7900' || lpad(n::text, 7, '0'), 'other', true, now()
  from generate_series(1, 20000) n;
  insert into organisations (id, name, created_at, updated_at)
  select 'org_f' || n, 'Filler ' || n, now(), now() from generate_series(1, 2000) n;
  insert into number_picks (e164, contact_id, picked_at)
  select '+7901' || lpad(n::text, 7, '0'), 'ctc_f' || n, now() from generate_series(1, 5000) n;
  analyze contacts; analyze phones; analyze organisations; analyze agents; analyze number_picks`;

beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  await db.sql.unsafe(fill);
});
afterAll(() => db.drop());

describe('[TEL-2] who is calling', () => {
  it('finds the person whatever form the number is stored and comes in', async () => {
    const stored = ['8 (495) 201-00-01', '+7 495 201 00 02', '4952010003', '8-495-201-00-04 доб. 7', '74952010005'];
    for (const [index, raw] of stored.entries()) {
      const contact = await person(`P${index}`, [raw]);
      const last = String(index + 1);
      for (const incoming of [
        `+7495201000${last}`,
        `8495201000${last}`,
        `495201000${last}`,
        `sip:7495201000${last}@pbx`,
      ]) {
        const found = await match(incoming);
        expect(found, incoming).toMatchObject({ e164: `+7495201000${last}`, contactId: contact.id });
        expect(found.candidates.map((candidate) => candidate.because)).toEqual([['own-number']]);
      }
    }
  });

  it('finds any of a person’s numbers', async () => {
    const contact = await person('Many', ['84952020001', '89162020001', '+390612345001']);
    for (const raw of ['+74952020001', '+79162020001', '+390612345001'])
      expect((await match(raw)).contactId).toBe(contact.id);
  });

  it('lists everybody of several and decides for nobody, until somebody has picked', async () => {
    const [a, b] = [await person('Husband', ['84952030001']), await person('Wife', ['84952030001'])];
    const before = await match('+74952030001');
    expect(before.contactId).toBeNull();
    expect(before.candidates.map((candidate) => candidate.contactId).sort()).toEqual([a.id, b.id].sort());
    await db.transaction((tx) => rememberPick(platform, tx, { e164: '+74952030001', contactId: b.id }));
    const after = await match('+74952030001');
    expect(after.contactId).toBe(b.id);
    expect(after.candidates[0]).toMatchObject({ contactId: b.id, because: ['own-number', 'picked-before'] });
  });

  it('knows the organisation of a number and offers its people, those spoken with last first', async () => {
    const vega = await organisation('Vega', ['84952040001']);
    const people: { id: string }[] = [];
    for (const name of ['One', 'Two', 'Three']) people.push(await person(name, [], { organisationId: vega.id }));
    await db.transaction((tx) => noteCallTotals(tx, [totalsOf(people[1]!.id)]));
    const found = await match('84952040001');
    expect(found).toMatchObject({ contactId: null, organisationId: vega.id });
    expect(found.candidates[0]).toMatchObject({
      contactId: people[1]?.id,
      because: ['organisation-number', 'recent-call'],
    });
    expect(found.candidates.map((candidate) => candidate.contactId ?? 'org')).toHaveLength(4);
    expect(found.candidates.at(-1)).toMatchObject({ contactId: null, organisationId: vega.id, name: 'Vega' });
  });

  it('suggests whom somebody picked for a number that is nobody’s', async () => {
    const contact = await person('Picked', []);
    await db.transaction((tx) => rememberPick(platform, tx, { e164: '+79162050001', contactId: contact.id }));
    expect(await match('89162050001')).toMatchObject({
      contactId: contact.id,
      candidates: [{ because: ['picked-before'] }],
    });
  });

  it('takes the last digits only for a number that is no whole one, and only when they are one person’s', async () => {
    const contact = await person('Local', ['8 495 206-77-88']);
    expect(await match('206-77-88')).toMatchObject({
      e164: null,
      contactId: null,
      candidates: [{ contactId: contact.id, because: ['same-last-digits'] }],
    });
    const short = await person('Stored short', ['207-66-55']);
    expect((await match('+7 495 207-66-55')).candidates).toMatchObject([
      { contactId: short.id, because: ['same-last-digits'] },
    ]);
    await person('Local too', ['8 812 206-77-88']);
    expect((await match('206-77-88')).candidates).toEqual([]);
    expect((await match('+7 343 206-77-88')).candidates).toEqual([]);
  });

  it.each(['', 'anonymous', '<unknown>', '101', '112', '+', "' or 1=1 --", '\r\nAction: Logoff', '%', '_______'])(
    'finds nobody for %j',
    async (raw) => expect(await match(raw)).toMatchObject({ contactId: null, candidates: [] }),
  );

  it('forgets people who were deleted', async () => {
    const contact = await person('Gone', ['84952080001']);
    expect((await match('84952080001')).contactId).toBe(contact.id);
    await deleteContact(platform, { ...by, contactId: contact.id });
    expect((await match('84952080001')).candidates).toEqual([]);
  });

  it('answers many numbers at once, in their order', async () => {
    const [a, b] = [await person('First', ['84952090001']), await person('Second', ['84952090002'])];
    const numbers = ['+74952090002', 'anonymous', '+74952090001', '+79990000000', '+74952090002'];
    const found = await findMatchesOf(
      platform,
      db.sql,
      numbers.map((raw) => ({ raw, e164: null })),
      { region: 'RU' },
    );
    expect(found.map(({ contactId }) => contactId)).toEqual([b.id, null, a.id, null, b.id]);
    expect(await findMatchesOf(platform, db.sql, [], { region: 'RU' })).toEqual([]);
  });

  it('reads fifty records of a number that is everybody’s, not all of them', async () => {
    await db.sql`
      insert into phones (id, contact_id, position, raw, e164, digits, kind, is_primary, created_at)
      select 'phn_x' || n, 'ctc_f' || n, 1, 'x', '+74950000000', '74950000000', 'other', false, now()
      from generate_series(1, 5000) n`;
    expect((await match('+74950000000')).candidates).toHaveLength(50);
  });
});

describe('[TEL-2] the look-up is indexed', () => {
  const tag = createSql(() => Promise.reject(new Error('not run')));
  const planOf = async (query: ReturnType<typeof selectHits> | ReturnType<typeof selectSuffixHits>) => {
    const { text, values } = compile(query);
    const rows = await db.sql.unsafe<{ 'QUERY PLAN': string }[]>(`explain ${text}`, values);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };
  it('by whole number', async () => {
    const plan = await planOf(selectHits(tag, ['+74952010001']));
    expect(plan).toContain('phones_e164');
    expect(plan).toContain('number_picks_pkey');
    expect(plan).not.toMatch(/Seq Scan on (phones|contacts|organisations|number_picks)/);
  });
  it('by last digits, and by a short number that is the end of the whole one', async () => {
    const plan = await planOf(selectSuffixHits(tag, [{ key: '1', ending: '2067788', endings: ['2067788'] }]));
    expect(plan).toContain('phones_reversed');
    expect(plan).toContain('phones_digits_of_unrepaired');
    expect(plan).not.toMatch(/Seq Scan on (phones|contacts|organisations)/);
  });

  it('is planned once for all calls, not for each: planning would take longer than looking up', async () => {
    // A connection of its own: what was planned on the others while the base was growing counts against the common plan.
    const fresh = createDatabase({ url: db.url, clock: systemClock, logger: silentLogger });
    const plans = await fresh.transaction(async (tx) => {
      for (let call = 0; call < 10; call += 1) {
        await selectHits(tx, [`+7900000000${call}`]);
        await selectSuffixHits(tx, [{ key: `+7800000000${call}`, ending: null, endings: [`000000${call}`] }]);
      }
      return tx<{ count: number }[]>`
        select generic_plans::int as count from pg_prepared_statements where statement like '%with found%' or statement like '%holders%'`;
    });
    await fresh.close();
    expect(plans).toHaveLength(2);
    for (const { count } of plans) expect(count).toBeGreaterThan(0);
  });
});

describe('what other modules ask of people', () => {
  it('[MIS-4] the zone: own, else of the number, else of the region', async () => {
    const own = await person('Own', ['83832101010'], { timeZone: 'Asia/Tokyo' });
    const number = await person('Number', ['83832101011']);
    const zone = (contactId: string | null, e164: string | null) =>
      resolveEffectiveZone(platform, db.sql, { contactId, e164 });
    expect(await zone(own.id, '+73832101010')).toEqual({ zone: 'Asia/Tokyo', because: 'own' });
    expect(await zone(number.id, null)).toEqual({ zone: 'Asia/Novosibirsk', because: 'number' });
    expect(await zone(null, '+73832101011')).toEqual({ zone: 'Asia/Novosibirsk', because: 'number' });
    expect(await zone(null, '+79161234567')).toEqual({ zone: 'Europe/Moscow', because: 'region' });
    expect(await zone(null, null)).toEqual({ zone: 'Europe/Moscow', because: 'region' });
  });

  it('do not call, and numbers with the primary one first', async () => {
    const phones = [{ raw: '84952110001' }, { raw: '84952110002', primary: true, doNotCall: true }];
    const contact = await person('Quiet', [], { phones });
    expect(await isDoNotCall(db.sql, '+74952110002')).toBe(true);
    expect(await isDoNotCall(db.sql, '+74952110001')).toBe(false);
    const people = await readPeople(db.sql, [contact.id, 'ctc_none']);
    expect([...people.values()]).toMatchObject([{ numbers: ['+74952110002', '+74952110001'], ownerAgentId: null }]);
  });
});
