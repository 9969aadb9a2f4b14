/**
 * Operators for a measure, written straight into the base: hashing five hundred passwords at their usual cost would take
 * longer than the measure. Their hashes are real ones of a low cost, so that signing in goes the usual way.
 */
import pg from 'pg';
import { hashPassword } from '../../../server/modules/access/passwords.ts';
import { systemClock } from '../../../server/platform/clock/clock.ts';
import { createIds } from '../../../server/platform/ids/ids.ts';

export type Operator = { agentId: string; email: string; password: string; extension: string };

const password = 'a-long-enough-password';
const lowCost = 2 ** 10;
const teamSize = 10;
const firstExtension = 101;

/** Makes them with the telephones `PJSIP/101` and on, in teams of ten. The bridge must not be connected yet. */
export async function makeOperators(databaseUrl: string, count: number): Promise<Operator[]> {
  const ids = createIds(systemClock);
  const hash = await hashPassword(password, lowCost);
  const rows = Array.from({ length: count }, (_, index) => ({
    user: ids('usr'),
    agent: ids('agt'),
    account: ids('acc'),
    name: `Operator ${index + 1}`,
    email: `operator${index + 1}@example.com`,
    extension: String(firstExtension + index),
    team: `team_bench${Math.floor(index / teamSize)}`,
  }));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const insert = (statement: string) => client.query(statement, [JSON.stringify(rows)]);
  const input = `jsonb_to_recordset($1::jsonb) as r(
    "user" text, agent text, account text, name text, email text, extension text, team text)`;
  try {
    await insert(`insert into teams (id, name, created_at) select distinct on (team) team, team, now() from ${input}`);
    await insert(`insert into users (id, name, email, role, team_id, created_at, updated_at)
      select "user", name, email, 'operator', team, now(), now() from ${input}`);
    await insert(`insert into agents (id, name, user_id, interface, team_id, created_at, updated_at)
      select agent, name, "user", 'PJSIP/' || extension, team, now(), now() from ${input}`);
    await insert(`update users set agent_id = r.agent from ${input} where users.id = r."user"`);
    await client.query(
      `insert into accounts (id, account_id, provider_id, user_id, password, created_at, updated_at)
       select account, "user", 'credential', "user", $2, now(), now() from ${input}`,
      [JSON.stringify(rows), hash],
    );
  } finally {
    await client.end();
  }
  return rows.map(({ agent, email, extension }) => ({ agentId: agent, email, password, extension }));
}
