import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server/test-server.ts';
import { demoMessages } from './demo-messages.ts';
import { demoAgents, demoPeople } from './demo-people.ts';
import { demoScripts } from './demo-scripts.ts';
import { demoTasks } from './demo-tasks.ts';
import { fillDemoBase } from './fill-demo-base.ts';
import { demoSignIns } from './sign-ins.ts';

let server: TestServer;
let dataDir: string;
beforeAll(async () => {
  server = await startTestServer({ config: { smtpUrl: 'smtp://127.0.0.1:9', mailFrom: 'office@example.com' } });
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'trunkline-demo-'));
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** As the supervisor does it; the test server's first administrator has this password. */
async function fill(password = 'first administrator', apiKey: string | null = null): Promise<string[]> {
  const said: string[] = [];
  const signIns = demoSignIns(
    dataDir,
    demoAgents.map((agent) => agent.signIn),
  );
  const administrator = { email: 'admin@trunkline.local', password };
  await fillDemoBase({ url: server.url, apiKey, administrator, signIns, dataDir, say: (line) => said.push(line) });
  return said;
}
const counts = async () => {
  const [row] = await server.db.sql<Record<string, number>[]>`
    select (select count(*)::int from teams) as teams, (select count(*)::int from agents) as agents,
      (select count(*)::int from contacts) as people, (select count(*)::int from users) as users,
      (select count(*)::int from tasks where contact_id is not null) as tasks,
      (select count(*)::int from messages) as messages,
      (select count(*)::int from scripts where published_version is not null) as scripts`;
  return row;
};

describe('the base of the demonstration', () => {
  it('[OPS-1] is left alone when the administrator has another password by now, and the start goes on', async () => {
    expect(await fill('another password')).toEqual([
      'The demonstration base is not filled: admin@trunkline.local does not sign in with the password of this start.',
    ]);
    expect(await counts()).toMatchObject({ teams: 0, agents: 0, people: 0 });
  });

  it('[OPS-1] is filled once, and a first start that was interrupted goes on where it was', {
    timeout: 90_000,
  }, async () => {
    expect(await fill()).toEqual([]);
    const whole = {
      ...{ teams: 1, agents: demoAgents.length, people: demoPeople.length, users: demoAgents.length + 3 },
      tasks: demoTasks.length,
      messages: demoMessages.length,
      scripts: demoScripts.length,
    };
    expect(await counts()).toEqual(whole);
    // Interrupted: the mark is missing, and so is some of it.
    await rm(path.join(dataDir, 'demo-base-filled'));
    await server.db
      .sql`delete from phones where contact_id in (select id from contacts where name = ${demoPeople[5]!.name})`;
    await server.db.sql`delete from contacts where name = ${demoPeople[5]!.name}`;
    const { key } = await server.keyOf('administrator');
    expect(await fill('another password', key)).toEqual([]);
    expect(await counts()).toEqual(whole);
    expect(await fill('another password'), 'nothing is asked any more').toEqual([]);
  });
});
