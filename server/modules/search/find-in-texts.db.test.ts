/** Words of texts, wherever they stand, as each reader may know them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { newContact, newOrganisation, noCalls } from '../../../test/factories/new-records.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { type Principal, systemPrincipal } from '../access/principal.ts';
import { createContact } from '../contacts/create-contact.usecases.ts';
import { createOrganisation } from '../organisations/organisations.usecases.ts';
import { search } from './search.usecases.ts';

let db: TestDatabase;
let platform: TestPlatform;
const by = { principal: systemPrincipal, ip: '127.0.0.1' };
const anna: Principal = { ...systemPrincipal, kind: 'user', role: 'operator', agentId: 'agt_anna', teamId: 'tem_n' };
const now = new Date('2026-11-26T10:00:00Z');

const person = async (name: string, more: object = {}) =>
  (await createContact(platform, { ...by, body: newContact({ name, ...more }) }, noCalls)).id;
const found = async (text: string, reader: Principal = systemPrincipal) => (await search(platform, reader, text)).items;
const ids = async (text: string, reader?: Principal) => (await found(text, reader)).map(({ id }) => id);

let zoe: string;
let firm: string;

beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  const { sql } = db;
  await sql`insert into teams (id, name, created_at) values ('tem_n', 'N', now()), ('tem_s', 'S', now())`;
  await sql`insert into agents (id, name, team_id, created_at, updated_at) values
    ('agt_anna', 'Anna', 'tem_n', now(), now()), ('agt_boris', 'Boris', 'tem_s', now(), now())`;
  const fields = [
    { record: 'organisation', key: 'grade' },
    { record: 'deal', key: 'wood' },
  ];
  for (const field of fields)
    await sql`insert into custom_fields ${sql({ id: `fld_${field.key}`, ...field, label: field.key, type: 'text', position: 1, created_at: now })}`;
  zoe = await person('Zoe Clark', {
    role: 'Harbourmaster',
    mainNeed: 'Needs larchwood planks',
    advertisingChannel: 'Skywriting',
    notes: 'Likes windmills',
  });
  firm = (
    await createOrganisation(platform, {
      ...by,
      body: newOrganisation({
        name: 'Vega',
        addresses: [{ text: 'Lighthouse lane 4', city: 'Saltmarsh' }],
        website: 'https://vegatimber.example',
        notes: 'Pays on thursdays',
        custom: { grade: 'Platinumgrade' },
      }),
    })
  ).id;
  const [stage] = await sql<
    { id: string; pipeline_id: string }[]
  >`select id, pipeline_id from deal_stages order by id limit 1`;
  const deal = {
    ...{
      pipeline_id: stage!.pipeline_id,
      stage_id: stage!.id,
      last_open_stage_id: stage!.id,
      mode: 'manual',
      state: 'open',
    },
    ...{ probability: 10, stage_since: now, created_at: now, updated_at: now },
  };
  await sql`insert into deals ${sql({ ...deal, id: 'dea_boards', title: 'Terrace boards', contact_id: zoe, custom: sql.json({ wood: 'Ironwoodfinish' }) })}`;
  await sql`insert into deals ${sql({ ...deal, id: 'dea_theirs', title: 'Terrace theirs', agent_ids: ['agt_boris'], owner_agent_id: 'agt_boris', team_id: 'tem_s' })}`;
  await sql`insert into deal_notes ${sql({ id: 'dnt_1', deal_id: 'dea_boards', text: 'Wants a gazebo too', created_at: now })}`;
  await sql`insert into tasks ${sql({ id: 'tsk_1', title: 'Send the catalogueplus', description: 'with pelmets', contact_id: zoe, created_at: now })}`;
  await sql`insert into tasks ${sql({ id: 'tsk_2', title: 'Send catalogueplus as well', agent_id: 'agt_boris', team_id: 'tem_s', created_at: now })}`;
  await sql`insert into files ${sql({ id: 'fil_1', record_kind: 'contact', record_id: zoe, name: 'blueprint-attic.pdf', content_type: 'x', bytes: 1, sha256: 'x', storage_key: 'x', created_at: now })}`;
  await sql`insert into dispositions ${sql({ id: 'dsp_quote', code: 'QUOTE', label: 'Wants a quote', position: 99 })}`;
  await sql`insert into calls ${sql({
    ...{
      id: 'cal_1',
      bridge_id: 'b',
      journal_id: 'j',
      pbx: 'b',
      sequence: 1,
      version: 1,
      state: 'ended',
      direction: 'inbound',
    },
    ...{
      end_inferred: false,
      from_withheld: false,
      to_withheld: false,
      hold_seconds: 0,
      ring_seconds: 0,
      talk_seconds: 0,
    },
    ...{
      wait_seconds: 0,
      recorded_at: now,
      started_at: now,
      customer_e164: '+79165550101',
      note: 'Asked about weathercocks',
      disposition_id: 'dsp_quote',
    },
  })}`;
});
afterAll(() => db.drop());

describe('[CRM-9] every text is searched from the one box', () => {
  it.each([
    ['position', 'harbourmas', () => zoe],
    ['main need', 'larchwood', () => zoe],
    ['advertising channel', 'skywriting', () => zoe],
    ['notes of the person', 'windmills', () => zoe],
    ['file of a person', 'blueprint', () => zoe],
    ['address of an organisation', 'saltmarsh', () => firm],
    ['street of an organisation', 'lighthouse lane', () => firm],
    ['own field of an organisation', 'platinumgrade', () => firm],
    ['website', 'vegatimber', () => firm],
    ['notes field of an organisation', 'thursdays', () => firm],
    ['title of a deal', 'boards', () => 'dea_boards'],
    ['note of a deal', 'gazebo', () => 'dea_boards'],
    ['own field of a deal', 'ironwood', () => 'dea_boards'],
    ['title of a task', 'send the catalogueplus', () => 'tsk_1'],
    ['description of a task', 'pelmets', () => 'tsk_1'],
    ['note of a call', 'weathercocks', () => 'cal_1'],
    ['result of a call', 'wants quote', () => 'cal_1'],
  ])('%s: %s', async (_place, text, id) => expect(await ids(text)).toEqual([id()]));

  it('says what it is and whom it is about', async () => {
    expect(await found('gazebo')).toEqual([
      {
        kind: 'deal',
        id: 'dea_boards',
        title: 'Terrace boards',
        subtitle: 'Zoe Clark · Wants a gazebo too',
        matched: 'gazebo',
      },
    ]);
    expect(await found('weathercocks')).toEqual([
      {
        ...{ kind: 'call', id: 'cal_1', title: '+79165550101', subtitle: 'Asked about weathercocks' },
        matched: 'weathercocks',
      },
    ]);
  });
});

describe('[CRM-9] [ACC-1] whoever searches finds what they may see', () => {
  it('among deals and tasks of their own team', async () => {
    expect(await ids('terrace', anna)).toEqual(['dea_boards']);
    expect((await ids('terrace')).sort()).toEqual(['dea_boards', 'dea_theirs']);
    expect(await ids('catalogueplus', anna)).toEqual(['tsk_1']);
    expect((await ids('catalogueplus')).sort()).toEqual(['tsk_1', 'tsk_2']);
  });

  it('however much others have written with the same word', async () => {
    const talkative = await person('Talkative');
    const quiet = await person('Quiet');
    const theirs = await person('Theirs', { ownerId: 'agt_boris' });
    const write = (contactId: string, count: number) => db.sql`
      insert into contact_notes (id, contact_id, text, created_at)
      select 'not_' || ${contactId} || n, ${contactId}, 'Saw a zebrafinch today', ${now} from generate_series(1, ${count}) as n`;
    await write(theirs, 150);
    await write(talkative, 2_500);
    await write(quiet, 1);
    expect((await ids('zebrafinch', anna)).sort()).toEqual([talkative, quiet].sort());
    expect((await ids('zebrafinch')).sort()).toEqual([talkative, quiet, theirs].sort());
  });

  it('not by a field that is hidden, beside others that are not', async () => {
    const role = { roleId: 'rol_1', name: 'R', scopes: {}, fields: { contact: { mainNeed: 'hidden' as const } } };
    const reader: Principal = { ...systemPrincipal, role: 'manager', rights: role };
    expect(await ids('larchwood', reader)).toEqual([]);
    expect(await ids('windmills larchwood', reader)).toEqual([]);
    expect(await ids('windmills larchwood')).toEqual([zoe]);
    const [item] = await found('windmills', reader);
    expect(item).toMatchObject({ id: zoe, subtitle: 'Harbourmaster · Skywriting · Likes windmills' });
  });
});
