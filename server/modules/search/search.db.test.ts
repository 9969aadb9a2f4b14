import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { newContact, newOrganisation, noCalls, typed } from '../../../test/factories/new-records.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { type Principal, systemPrincipal } from '../access/principal.ts';
import { createContact } from '../contacts/create-contact.usecases.ts';
import { createOrganisation } from '../organisations/organisations.usecases.ts';
import { search } from './search.usecases.ts';

let db: TestDatabase;
let platform: TestPlatform;
const by = { principal: systemPrincipal, ip: '127.0.0.1' };
const anna: Principal = { ...systemPrincipal, kind: 'user', role: 'operator', agentId: 'agt_anna', teamId: 'tem_n' };

const person = async (name: string, phones: string[] = [], emails: string[] = [], more: object = {}) =>
  (
    await createContact(
      platform,
      { ...by, body: newContact({ name, emails, phones: typed(...phones), ...more }) },
      noCalls,
    )
  ).id;
const ids = async (text: string, reader: Principal = systemPrincipal) =>
  (await search(platform, reader, text)).items.map((item) => item.id);

let ivan: string;
let olga: string;
let vega: string;
beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  ivan = await person('Иван Петров-Водкин', ['8 (495) 123-45-67 доб. 9'], ['Ivan.P@Vega.example']);
  olga = await person('Olga Müller', ['+49 30 1234567'], ['olga@firm.example'], { organisationName: 'Ёлка и Ко' });
  vega = (
    await createOrganisation(platform, {
      ...by,
      body: newOrganisation({ name: 'Вега', phones: typed('8 800 555-35-35') }),
    })
  ).id;
});
afterAll(() => db.drop());

describe('[TEL-8] digits of a number in any form find the person', () => {
  it.each([
    '+74951234567',
    '8 495 123-45-67',
    '8(495)1234567',
    '74951234567',
    '4951234567',
    '007 495 123 45 67',
    '123-45-67',
    '45-67',
    '567',
    '8 495 12',
    '8495123',
    '49512345',
    '+7495',
    '12345',
    '８４９５１２３４５６７',
  ])('%s', async (text) => expect(await ids(text)).toContain(ivan));

  it('puts the whole number before others that only hold its digits', async () => {
    const other = await person('Other', ['+7 912 412-34-56', '+7 495 123-45-60']);
    expect((await ids('+7 495 123-45-67'))[0]).toBe(ivan);
    expect(await ids('1234560')).toEqual([other]);
  });

  it('finds organisations too, and shows the number that fitted', async () => {
    const found = await search(platform, systemPrincipal, '5553535');
    expect(found.items).toEqual([
      { kind: 'organisation', id: vega, title: 'Вега', subtitle: '+78005553535', matched: '+78005553535' },
    ]);
  });
});

describe('[CRM-9] words of a name and e-mails', () => {
  it.each([
    ['иван', () => ivan],
    ['ИВАН', () => ivan],
    ['петров иван', () => ivan],
    ['водк', () => ivan],
    ['ivan.p', () => ivan],
    ['p@vega', () => ivan],
    ['muller', () => olga],
    ['OLGA MÜL', () => olga],
    ['елка', () => undefined],
    ['вега', () => vega],
  ])('%s', async (text, id) => {
    const found = await ids(text);
    if (id() !== undefined) expect(found).toContain(id());
    else expect(found).toHaveLength(1);
  });

  it('does not find a word in the middle of another one', async () => expect(await ids('етров')).toEqual([]));

  it('says which part fitted', async () => {
    const item = (await search(platform, systemPrincipal, 'мул')).items[0];
    expect(item).toBeUndefined();
    expect((await search(platform, systemPrincipal, 'mul')).items[0]?.matched).toBe('Mül');
    expect((await search(platform, systemPrincipal, 'olga@f')).items[0]?.matched).toBe('olga@firm.example');
  });

  it.each([
    "'; drop table contacts; --",
    '%',
    '_',
    '\\',
    '<script>alert(1)</script>',
    'a'.repeat(200),
    '((((',
    '"',
    '€',
  ])('takes %j for text', async (text) => expect(await ids(text)).toEqual([]));

  it('finds a name that is markup', async () => {
    const id = await person('<script>alert("Boo")</script>');
    expect(await ids('<script>alert("boo")')).toEqual([id]);
  });
});

describe('[TEL-5] what can be dialled', () => {
  it.each([
    ['8 495 123-45-67', '+74951234567'],
    ['101', '101'],
    ['1 0 1', '101'],
    ['*97', '*97'],
    ['123-45-67', null],
    ['иван', null],
    ['', null],
    ['+39 06 12345678', '+390612345678'],
  ])('%j is dialled as %j', async (text, dial) =>
    expect((await search(platform, systemPrincipal, text)).dial).toBe(dial),
  );
});

describe('[ACC-1] search', () => {
  it('shows an operator nobody’s people and own ones, not somebody else’s', async () => {
    await db.sql`insert into teams (id, name, created_at) values ('tem_n', 'N', now()), ('tem_s', 'S', now())`;
    await db.sql`insert into agents (id, name, team_id, created_at, updated_at) values
      ('agt_anna', 'Anna', 'tem_n', now(), now()), ('agt_boris', 'Boris', 'tem_s', now(), now())`;
    const own = await person('Shared Name', ['84953000001'], [], { ownerId: 'agt_anna' });
    const foreign = await person('Shared Name', ['84953000002'], [], { ownerId: 'agt_boris' });
    expect(await ids('shared', anna)).toEqual([own]);
    expect(await ids('495300000', anna)).toEqual([own]);
    expect((await ids('shared')).sort()).toEqual([own, foreign].sort());
  });
});
