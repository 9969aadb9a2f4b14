/** The rule exists twice, as a function and as SQL: both must say the same of every reader and record. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { roles } from '../../contract/access.contract.ts';
import { canDo, canSee, permissionNames, permissionTable } from './permissions.ts';
import { choicesOf } from './role-rights.ts';
import { visiblePredicate } from './visible-predicate.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`create table single_owned (id integer, owner_agent text, owner_user text, team text, is_private boolean not null)`;
  await db.sql`create table many_owned (id integer, agents text[] not null, teams text[] not null)`;
});
afterAll(async () => {
  await db.drop();
});

const some = (...values: string[]) => fc.constantFrom(null, ...values);
/** An own role that changes up to three rights, those of the test among them. */
const rights = fc
  .uniqueArray(fc.constantFrom(...permissionNames), { maxLength: 3 })
  .chain((names) => fc.tuple(...names.map((name) => fc.constantFrom(...choicesOf(name)).map((scope) => [name, scope]))))
  .map((pairs) => ({ roleId: 'rol_1', name: 'Own', scopes: Object.fromEntries(pairs), fields: {} }));
const reader = fc.record({
  rights: fc.option(rights, { nil: undefined }),
  role: fc.constantFrom(...roles),
  agentId: some('agt_1', 'agt_2'),
  userId: some('usr_1', 'usr_2'),
  teamId: some('team_1', 'team_2'),
});
const permission = fc.oneof(fc.constantFrom(...permissionNames), fc.constant('contacts.read' as const));
const single = fc.record({
  owner_agent: some('agt_1', 'agt_2', 'agt_3'),
  owner_user: some('usr_1', 'usr_2'),
  team: some('team_1', 'team_2', 'team_3'),
  is_private: fc.boolean(),
});
const list = (...values: string[]) => fc.uniqueArray(fc.constantFrom(...values), { maxLength: 2 });
const many = fc.record({ agents: list('agt_1', 'agt_2', 'agt_3'), teams: list('team_1', 'team_2', 'team_3') });

it('[ACC-1] SQL shows exactly the records that canSee allows, one owner', async () => {
  await fc.assert(
    fc.asyncProperty(
      reader,
      permission,
      fc.array(single, { minLength: 1, maxLength: 12 }),
      async (who, right, records) => {
        await db.sql`truncate single_owned`;
        await db.sql`insert into single_owned ${db.sql(records.map((record, id) => ({ id, ...record })))}`;
        const shown = await db.sql<{ id: number }[]>`
        select id from single_owned s where ${visiblePredicate(db.sql, who, right, {
          ownerAgent: 's.owner_agent',
          ownerUser: 's.owner_user',
          team: 's.team',
          isPrivate: 's.is_private',
        })} order by id`;
        const allowed = records.flatMap(({ owner_agent, owner_user, team, is_private: isPrivate }, id) =>
          canSee(who, right, { ownerAgentIds: [owner_agent], ownerUserId: owner_user, teamIds: [team], isPrivate })
            ? [id]
            : [],
        );
        expect(shown.map(({ id }) => id)).toEqual(allowed);
      },
    ),
    { numRuns: 300 },
  );
});

it('[ACC-1] SQL shows exactly the records that canSee allows, several owners', async () => {
  await fc.assert(
    fc.asyncProperty(
      reader,
      permission,
      fc.array(many, { minLength: 1, maxLength: 12 }),
      async (who, right, records) => {
        await db.sql`truncate many_owned`;
        await db.sql`insert into many_owned ${db.sql(records.map((record, id) => ({ id, ...record })))}`;
        const columns = { ownerAgents: 'm.agents', teams: 'm.teams' };
        const shown = await db.sql<{ id: number }[]>`
        select id from many_owned m where ${visiblePredicate(db.sql, who, right, columns)} order by id`;
        const allowed = records.flatMap(({ agents, teams }, id) =>
          canSee(who, right, { ownerAgentIds: agents, teamIds: teams }) ? [id] : [],
        );
        expect(shown.map(({ id }) => id)).toEqual(allowed);
      },
    ),
    { numRuns: 300 },
  );
});

it('[ACC-1] whoever lacks a right sees nothing by it, and administrators lack none', () => {
  for (const right of permissionNames) {
    for (const role of roles) {
      const who = { role, agentId: 'agt_1', userId: 'usr_1', teamId: 'team_1' };
      const mine = { ownerAgentIds: ['agt_1'], ownerUserId: 'usr_1', teamIds: ['team_1'] };
      expect(canSee(who, right, mine), `${role} ${right}`).toBe(canDo(who, right));
    }
    expect(permissionTable[right]).toHaveProperty('administrator', 'all');
  }
});
