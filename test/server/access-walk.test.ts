/** Walks every HTTP route and every live room as nobody, as each role by cookie and by API key. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { live } from '../../server/app/live.ts';
import { type Role, roles } from '../../server/contract/access.contract.ts';
import { rooms } from '../../server/contract/live-events.ts';
import type { Principal } from '../../server/modules/access/principal.ts';
import { accessExpectations } from './access-expectations.ts';
import { clientOf, type SignedInClient, startTestServer, type TestClient, type TestServer } from './test-server.ts';

const letters: Record<Role, string> = { operator: 'o', supervisor: 's', manager: 'm', administrator: 'a' };

let server: TestServer;
const people = {} as Record<Role, SignedInClient>;
const keys = {} as Record<Role, TestClient>;
beforeAll(async () => {
  server = await startTestServer();
  const team = await server.db.sql<{ id: string }[]>`
    insert into teams (id, name, created_at) values ('team_walk', 'Walkers', now()) returning id`;
  for (const role of roles) {
    people[role] = await server.signIn(role, { teamId: team[0]?.id ?? null, agentId: `agt_${role}` });
    keys[role] = await server.keyOf(role);
  }
});
afterAll(async () => {
  await server.close();
});

const names = () => server.routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
/** Ids of no record, so that an allowed request changes nothing. */
const addressOf = (path: string): string => path.replaceAll(/\{\w+\}/g, 'none_00');
const isRefused = (status: number): boolean => status === 401 || status === 403;

async function ask(client: TestClient, name: string): Promise<number> {
  const [method = '', path = ''] = name.split(' ');
  // A word where an object belongs: whoever may come in is told that the body is wrong.
  const body = ['POST', 'PATCH', 'PUT'].includes(method) ? '"walk"' : undefined;
  return (await client.request(method, addressOf(path), body)).status;
}

describe('the table of expectations', () => {
  it('has a line for every route and no line too many', () => {
    expect(Object.keys(accessExpectations).sort()).toEqual(names().sort());
  });
});

describe('every route', () => {
  it('lets nobody in without a sign-in, except the public ones', async () => {
    const strangers = [server.anonymous, clientOf(server.url, { cookie: 'trunkline.session_token=forged.signature' })];
    for (const [name, who] of Object.entries(accessExpectations)) {
      for (const stranger of strangers) {
        const status = await ask(stranger, name);
        if (who === 'public')
          expect(isRefused(status), `${name} answers ${status}`).toBe(name === 'POST /api/session' && status === 401);
        else expect(status, name).toBe(401);
      }
    }
  });

  it('refuses an unknown API key, except where it is public', async () => {
    const stranger = clientOf(server.url, { authorization: 'Bearer tlk_unknown' });
    for (const [name, who] of Object.entries(accessExpectations)) {
      if (who !== 'public') expect(await ask(stranger, name), name).toBe(401);
    }
  });

  it.each(roles)('is for a %s what the table says, by cookie and by key', async (role) => {
    const wrong: string[] = [];
    for (const [name, who] of Object.entries(accessExpectations)) {
      if (who === 'public' || name === 'DELETE /api/session') continue;
      for (const [by, client] of Object.entries({ cookie: people[role], key: keys[role] })) {
        const status = await ask(client, name);
        const isAllowed = who !== 'bridge' && who.includes(letters[role]);
        if (isRefused(status) === isAllowed || status >= 500) wrong.push(`${name} by ${by}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('is in the description of the API', async () => {
    const { body } = await server.anonymous.get<{ paths: Record<string, Record<string, { summary: string }>> }>(
      '/api/openapi.json',
    );
    const described = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const expected = Object.entries(accessExpectations).flatMap(([name, who]) => (who === 'bridge' ? [] : [name]));
    expect(described.sort()).toEqual(expected.sort());
  });
});

describe('the live link', () => {
  const principalOf = async (client: TestClient): Promise<Principal> => {
    const principal = await server.app.access.authenticate(new Headers(client.headers));
    if (!principal) throw new Error('nobody');
    return principal;
  };
  const roomsOf = async (client: TestClient): Promise<string[]> => {
    const principal = await principalOf(client);
    const rules = live(server.app).rooms;
    const { database } = server.app.platform;
    return (await Promise.all(rules.map((rule) => rule(principal, { database })))).flat().sort();
  };

  it('is closed to nobody and to a wrong key', async () => {
    await expect(server.anonymous.live()).rejects.toMatchObject({ data: { code: 'access.not_signed_in' } });
    const stranger = clientOf(server.url, { authorization: 'Bearer tlk_unknown' });
    await expect(stranger.live()).rejects.toMatchObject({ data: { code: 'access.invalid_key' } });
  });

  it('opens for each role, by cookie and by key', async () => {
    for (const role of roles) {
      for (const client of [people[role], keys[role]]) {
        const link = await client.live();
        expect(link.snapshot.state.version).toBe(1);
        link.close();
      }
    }
  });

  /** A supervisor's boards are those of the team and of nobody's records; managers see one of everything. */
  it.each([
    ['operator', [], []],
    ['supervisor', ['board:nobodys', 'board:team_walk'], ['board:nobodys']],
    ['manager', [rooms.board], [rooms.board]],
    ['administrator', [rooms.board], [rooms.board]],
  ] as const)('puts a %s into the own rooms only', async (role, boards, boardsOfKey) => {
    const own = [rooms.agent(`agt_${role}`), rooms.team('team_walk'), rooms.everybody, ...boards];
    expect(await roomsOf(people[role])).toEqual(own.sort());
    expect(await roomsOf(keys[role])).toEqual([rooms.everybody, ...boardsOfKey].sort());
  });

  it('follows a change of role within the same connection, and ends with the session', async () => {
    const person = await server.signIn('operator');
    const link = await person.live();
    const next = link.nextSnapshot();
    await people.administrator.patch(`/api/users/${person.userId}`, { role: 'manager' });
    await next;
    expect(await roomsOf(person)).toContain(rooms.board);
    const gone = new Promise<string>((resolve) => link.socket.once('disconnect', resolve));
    await people.administrator.patch(`/api/users/${person.userId}`, { active: false });
    expect(await gone).toBe('io server disconnect');
  });
});
