import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { changeSettings, readSettings } from './settings.usecases.ts';

let db: TestDatabase;
let platform: TestPlatform;
beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db, { config: { defaultRegion: 'FR' } });
});
afterAll(() => db.drop());

const change = (patch: Parameters<typeof changeSettings>[1]['patch']) =>
  changeSettings(platform, { principal: systemPrincipal, patch, ip: '127.0.0.1' });

describe('settings', () => {
  it('begin with the defaults of the configured region', async () => {
    expect(await readSettings(platform, db.sql)).toMatchObject({
      defaultRegion: 'FR',
      defaultTimeZone: 'Europe/Paris',
      wrapUpSeconds: 30,
    });
  });

  it('change one by one, are told and audited', async () => {
    await change({ wrapUpSeconds: 5 });
    const after = await change({ companyName: "Vega'); drop table settings; --" });
    expect(after).toMatchObject({ wrapUpSeconds: 5, companyName: "Vega'); drop table settings; --" });
    expect(await readSettings(platform, db.sql)).toEqual(after);
    expect(platform.committed.map((fact) => fact.type)).toEqual(['settings.changed', 'settings.changed']);
    const audit = await db.sql<{ before: unknown; after: unknown }[]>`
      select before, after from audit_entries where action = 'settings.changed' order by at, id`;
    expect(audit[0]).toMatchObject({ before: { wrapUpSeconds: 30 }, after: { wrapUpSeconds: 5 } });
  });

  it('lose nothing when two people change different ones at once', async () => {
    await Promise.all([change({ wrapUpSeconds: 7 }), change({ pauseReasons: ['Tea'] })]);
    expect(await readSettings(platform, db.sql)).toMatchObject({ wrapUpSeconds: 7, pauseReasons: ['Tea'] });
  });

  it('refuse a zone and a country that do not exist, by name', async () => {
    await expect(change({ defaultTimeZone: 'Mars/Base', defaultRegion: 'XX' })).rejects.toMatchObject({
      status: 422,
      fields: { defaultTimeZone: expect.any(String), defaultRegion: expect.any(String) },
    });
  });

  it('have what an older version did not know yet', async () => {
    const skill = { name: 'Fair', sourceIds: [], channels: ['Fair'], agentIds: [], teamIds: [] };
    const { leads } = await readSettings(platform, db.sql);
    const old = { leads: { ...leads, on: true, skills: [skill] } };
    await db.sql`update settings set value = ${db.sql.json(old)}`;
    expect((await readSettings(platform, db.sql)).leads).toMatchObject({
      on: true,
      skills: [{ ...skill, countries: [], timeZones: [], skillId: null }],
    });
  });

  it('leave out a stored value that cannot be read any more', async () => {
    await db.sql`update settings set value = '{"wrapUpSeconds": "soon", "companyName": "Vega", "gone": 1}'`;
    expect(await readSettings(platform, db.sql)).toMatchObject({ wrapUpSeconds: 30, companyName: 'Vega' });
  });
});
