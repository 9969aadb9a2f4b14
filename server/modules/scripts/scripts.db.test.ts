/** CAM-3: scripts are checked, published as versions, deleted and taken back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { saleScript } from '../../../test/factories/scripts.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Script, ScriptRef, ScriptVersion } from '../../contract/scripts.contract.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

type Refused = { error: { code: string; fields?: Record<string, string> } };
const make = async (body: object = {}) => {
  const made = await firm.admin.post<Script>('/api/scripts', { ...saleScript, ...body });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return made.body;
};
const change = (id: string, body: object, who = firm.admin) => who.patch<Script>(`/api/scripts/${id}`, body);
const version = (id: string, number: number) => firm.anna.get<ScriptVersion>(`/api/scripts/${id}/versions/${number}`);
const listed = async () => (await firm.anna.get<{ items: ScriptRef[] }>('/api/scripts')).body.items;

describe('[CAM-3] a script', () => {
  it('is written by leaders and read by everybody', async () => {
    const made = await make();
    expect(made).toMatchObject({ name: 'Sale', publishedVersion: null, hasChanges: false, version: 1, warnings: [] });
    expect((await firm.anna.get<Script>(`/api/scripts/${made.id}`)).body).toEqual(made);
    expect((await change(made.id, { name: 'Mine' }, firm.anna)).status).toBe(403);
    expect((await change(made.id, { name: 'Ours' }, firm.sveta)).body.name).toBe('Ours');
    expect((await listed()).find(({ id }) => id === made.id)).toMatchObject({ steps: 3, questions: 7 });
  });

  it('that cannot be right is refused by the place of the fault, and what may be right is said', async () => {
    const steps = [{ id: 'a', title: 'A', next: [{ to: 'gone' }] }];
    const refused = await firm.admin.post<Refused>('/api/scripts', { name: 'Bad', steps });
    expect([refused.status, refused.body.error.code]).toEqual([422, 'scripts.invalid']);
    expect(Object.keys(refused.body.error.fields ?? {})).toEqual(['steps.0.next.0.to']);
    expect((await firm.admin.post<Refused>('/api/scripts', { name: 'Bad', steps: [] })).status).toBe(422);
    const lonely = await make({
      steps: [
        { id: 'a', title: 'A', next: [{ to: 'end' }] },
        { id: 'b', title: 'B' },
      ],
    });
    expect(lonely.warnings).toEqual([{ path: 'steps.1', code: 'unreachable-step' }]);
  });

  it('that somebody else has changed meanwhile is not overwritten', async () => {
    const made = await make();
    expect((await change(made.id, { name: 'First', version: made.version })).status).toBe(200);
    const late = await firm.admin.patch<Refused>(`/api/scripts/${made.id}`, { name: 'Second', version: made.version });
    expect([late.status, late.body.error.code]).toEqual([409, 'scripts.stale']);
  });

  it('gives calls what was published, until the change is published as well: a version of its own', async () => {
    const made = await make({ publish: true });
    expect(made).toMatchObject({ publishedVersion: 1, hasChanges: false });
    const changed = await change(made.id, { objections: [] });
    expect(changed.body).toMatchObject({ publishedVersion: 1, hasChanges: true, objections: [] });
    expect((await version(made.id, 1)).body.objections).toHaveLength(2);
    expect((await version(made.id, 2)).status).toBe(404);
    expect((await change(made.id, { publish: true })).body).toMatchObject({ publishedVersion: 2, hasChanges: false });
    expect((await version(made.id, 2)).body.objections).toEqual([]);
    expect((await version(made.id, 1)).body.objections).toHaveLength(2);
    expect((await change(made.id, { publish: true })).body.publishedVersion, 'nothing new').toBe(2);
  });

  it('that is deleted leaves the list, keeps what was published, and is taken back', async () => {
    const made = await make({ publish: true });
    expect((await firm.admin.delete(`/api/scripts/${made.id}`)).status).toBe(204);
    expect((await firm.admin.delete(`/api/scripts/${made.id}`)).status).toBe(204);
    expect((await listed()).map(({ id }) => id)).not.toContain(made.id);
    expect((await firm.anna.get(`/api/scripts/${made.id}`)).status).toBe(404);
    expect((await change(made.id, { name: 'Gone' })).status).toBe(404);
    expect((await version(made.id, 1)).status).toBe(200);
    expect((await firm.admin.post<Script>(`/api/scripts/${made.id}/restore`)).body.id).toBe(made.id);
    expect((await listed()).map(({ id }) => id)).toContain(made.id);
  });

  it('tells whoever has the list open, and stands in the events with its way back', async () => {
    const live = await firm.maria.live();
    const made = await make();
    await live.event(({ event }) => event.name === 'settings.changed' && event.payload.what === 'scripts');
    live.close();
    await firm.admin.delete(`/api/scripts/${made.id}`);
    const events = await firm.admin.get<{ items: { id: string; action: string }[] }>(`/api/audit?record=${made.id}`);
    expect(events.body.items.map(({ action }) => action)).toEqual(['script.deleted', 'script.created']);
    const back = await firm.admin.post(`/api/audit/${events.body.items[0]?.id}/restore`);
    expect(back.status, JSON.stringify(back.body)).toBe(200);
    expect((await firm.anna.get(`/api/scripts/${made.id}`)).status).toBe(200);
  });
});
