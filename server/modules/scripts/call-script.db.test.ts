/** CAM-3: answers are kept typed, with the version that asked, by call and by person; and are reported. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callFacts, journal } from '../../../test/factories/call-facts.ts';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { saleScript } from '../../../test/factories/scripts.ts';
import { connectBridge, type FakeBridge } from '../../../test/server/fake-bridge.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { AnswerCalls, CallScript, ScriptReport } from '../../contract/script-answers.contract.ts';
import type { Script } from '../../contract/scripts.contract.ts';

let server: TestServer;
let firm: Firm;
let bridge: FakeBridge;
let script: Script;
const book = journal();
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
});
afterAll(async () => {
  bridge.close();
  await server.close();
});
beforeEach(async () => {
  script = (await firm.admin.post<Script>('/api/scripts', { ...saleScript, publish: true })).body;
});

type Refused = { error: { code: string; fields?: Record<string, string> } };
/** Anna speaks with this number. */
async function call(from = '+79125550001', device = 'PJSIP/101') {
  const facts = callFacts({ journal: book, from });
  await bridge.send([facts.started(), facts.ringing(device), facts.answered(device)]);
  await server.idle();
  return facts;
}
const put = (callId: string, body: object, who: Firm['anna'] | Firm['admin'] = firm.anna) =>
  who.request<CallScript & Refused>('PUT', `/api/calls/${callId}/script`, {
    scriptId: script.id,
    path: ['hello'],
    ...body,
  });
const read = async (callId: string) => (await firm.anna.get<CallScript>(`/api/calls/${callId}/script`)).body;
const values = ({ answers }: CallScript) =>
  Object.fromEntries(answers.map(({ questionId, value }) => [questionId, value]));
const report = async (who: Firm['anna'] | Firm['admin'] = firm.admin, query = '') =>
  (await who.get<ScriptReport>(`/api/scripts/${script.id}/answers${query}`)).body;
const itemOf = ({ items }: ScriptReport, id: string) => items.find(({ questionId }) => questionId === id);

describe('[CAM-3] a script in a call', () => {
  it('is saved while it is filled in, question by question, each in its own type', async () => {
    const { callId } = await call();
    expect(await read(callId)).toEqual({ run: null, answers: [], script: null });
    const first = await put(callId, { answers: { talks: true, need: ' doors ' } });
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    expect(first.body.run).toMatchObject({ scriptId: script.id, version: 1, path: ['hello'], finishedAt: null });
    await put(callId, {
      path: ['hello', 'offer'],
      answers: { budget: 99.5, wood: 'oak', rooms: ['attic', 'hall'], wishes: 'None' },
      finished: true,
    });
    const kept = await read(callId);
    expect(values(kept)).toEqual({
      ...{ talks: true, need: 'doors', budget: 99.5, wood: 'oak', rooms: ['attic', 'hall'], wishes: 'None' },
    });
    expect(kept.run).toMatchObject({ path: ['hello', 'offer'], finishedAt: expect.any(String) });
    expect(kept.script?.steps).toHaveLength(3);
    const rows = await server.db.sql`
      select number_value, boolean_value, option_ids from script_answers where call_id = ${callId}
      and question_id in ('budget', 'talks', 'rooms') order by question_id`;
    expect([...rows]).toEqual([
      { number_value: 99.5, boolean_value: null, option_ids: null },
      { number_value: null, boolean_value: null, option_ids: ['attic', 'hall'] },
      { number_value: null, boolean_value: true, option_ids: null },
    ]);
  });

  it('keeps the later of two answers, takes one back with null, and is not finished any more once gone back', async () => {
    const { callId } = await call();
    await put(callId, { answers: { talks: true, need: 'doors' } });
    await put(callId, { answers: { talks: false, need: null } });
    expect(values(await read(callId))).toEqual({ talks: false });
    const done = await put(callId, { path: ['hello', 'later'], answers: { day: '2026-12-24' }, finished: true });
    expect(done.body.run?.finishedAt).not.toBeNull();
    expect((await put(callId, { path: ['hello'] })).body.run?.finishedAt).toBeNull();
  });

  it('refuses what is of the wrong type by its name, keeps nothing of it, and asks for what is wanting at the end', async () => {
    const { callId } = await call();
    const wrong = await put(callId, { answers: { talks: 'yes', budget: -1, wood: 'pine', day: '2026-02-30', x: 1 } });
    expect([wrong.status, wrong.body.error.code]).toEqual([422, 'scripts.answers_invalid']);
    expect(Object.keys(wrong.body.error.fields ?? {}).sort()).toEqual(
      ['answers.budget', 'answers.day', 'answers.talks', 'answers.wood', 'answers.x'].sort(),
    );
    expect((await read(callId)).run).toBeNull();
    const early = await put(callId, { path: ['hello', 'offer'], answers: { talks: true }, finished: true });
    expect(early.body.error.fields).toEqual({ 'answers.budget': expect.stringContaining('must be answered') });
    expect((await put(callId, { path: ['hello', 'nowhere'] })).body.error.code).toBe('scripts.path_invalid');
  });

  it('goes on with the version it began with; a script that was not published has none', async () => {
    const { callId } = await call();
    await put(callId, { answers: { talks: true } });
    const [, ...others] = saleScript.steps;
    await firm.admin.patch(`/api/scripts/${script.id}`, { steps: others, publish: true });
    expect((await put(callId, { answers: { need: 'doors' } })).body.run?.version).toBe(1);
    const next = await call('+79125550002');
    expect((await put(next.callId, { path: ['offer'] })).body.run?.version).toBe(2);
    expect((await put(next.callId, { path: ['offer'], version: 9 })).status).toBe(404);
    const draft = await firm.admin.post<Script>('/api/scripts', saleScript);
    const refused = await put(next.callId, { scriptId: draft.body.id });
    expect([refused.status, refused.body.error.code]).toEqual([409, 'scripts.not_published']);
  });

  it('is read by whoever may read the call, and filled in by whoever may work it', async () => {
    const { callId } = await call();
    await put(callId, { answers: { talks: true } });
    expect((await firm.boris.get(`/api/calls/${callId}/script`)).status).toBe(404);
    expect((await put(callId, { answers: { talks: false } }, firm.boris)).status).toBe(404);
    expect((await firm.sveta.get(`/api/calls/${callId}/script`)).status).toBe(200);
  });

  it('masks numbers within texts, and puts them back where the stars were left alone', async () => {
    const { callId } = await call();
    await put(callId, { answers: { talks: true, need: 'ring 8 (916) 555-04-04' } });
    const scopes = { 'numbers.see': 'none' };
    const role = await firm.admin.post<{ id: string }>('/api/roles', { name: 'Blind', base: 'operator', scopes });
    await firm.admin.patch(`/api/users/${firm.anna.agent.userId}`, { roleId: role.body.id });
    const shown = values(await read(callId)).need as string;
    expect(shown.replaceAll(/\D/g, '')).not.toContain('9165550404');
    expect(JSON.stringify(await report(firm.anna)).replaceAll(/[^\d]/g, '')).not.toContain('9165550404');
    expect((await put(callId, { answers: { need: `please ${shown}` } })).status).toBe(200);
    expect((await put(callId, { answers: { need: 'ring * (***) ***-**-99' } })).status).toBe(422);
    await firm.admin.patch(`/api/users/${firm.anna.agent.userId}`, { roleId: null });
    expect(values(await read(callId)).need).toBe('please ring 8 (916) 555-04-04');
  });

  it('is written down in words when an answer changes, and not when nothing does', async () => {
    const { callId } = await call();
    await put(callId, { answers: { talks: true } });
    await put(callId, { path: ['hello', 'offer'], answers: { talks: true } });
    await put(callId, { path: ['hello', 'offer'], answers: { wood: 'elm', talks: false } });
    const { body } = await firm.admin.get<{ items: { before: object; after: object }[] }>(
      `/api/audit?record=${callId}&action=call.script-answered`,
    );
    expect(body.items.map(({ before, after }) => [before, after])).toEqual([
      [
        { script: 'Sale', answers: ['May we talk?: ✓'] },
        { script: 'Sale', answers: ['Which wood?: ELM', 'May we talk?: ✗'] },
      ],
      [
        { script: 'Sale', answers: [] },
        { script: 'Sale', answers: ['May we talk?: ✓'] },
      ],
    ]);
  });
});

describe('[CAM-3] answers belong to the person of the call', () => {
  const ownerOf = async (callId: string) => {
    const rows = await server.db.sql<{ contact_id: string | null }[]>`
      select contact_id from script_answers where call_id = ${callId}
      union select contact_id from script_runs where call_id = ${callId}`;
    expect(rows).toHaveLength(1);
    return rows[0]?.contact_id;
  };
  const person = async (name: string) => (await firm.admin.post<Contact>('/api/contacts', { name })).body;

  it('follow who it was, a merge of people, and its undo', async () => {
    const { callId } = await call('+79125550003');
    await put(callId, { answers: { talks: true } });
    expect(await ownerOf(callId)).toBeNull();
    const [vera, paula] = [await person('Vera'), await person('Paula')];
    await firm.anna.patch(`/api/calls/${callId}`, { contactId: vera.id });
    await server.idle();
    expect(await ownerOf(callId)).toBe(vera.id);
    const merged = await firm.admin.post<{ actionId: string }>(`/api/contacts/${paula.id}/merge`, {
      otherIds: [vera.id],
    });
    await server.idle();
    expect(await ownerOf(callId)).toBe(paula.id);
    const back = await firm.admin.post<{ kept: unknown[] }>(`/api/reversible-actions/${merged.body.actionId}/undo`);
    expect(back.body.kept).toEqual([]);
    await server.idle();
    expect(await ownerOf(callId)).toBe(vera.id);
  });

  it('of a call that became part of another go with it; of two answers the later one stays', async () => {
    const [one, other] = [await call('+79125550004'), await call('+79125550004')];
    await put(other.callId, { answers: { talks: true, need: 'early' } });
    await put(one.callId, { path: ['hello', 'offer'], answers: { need: 'late' } });
    await bridge.send([one.mergedInto(other.callId)]);
    await server.idle();
    const kept = await read(one.callId);
    expect(values(kept)).toEqual({ talks: true, need: 'late' });
    expect(kept.run).toMatchObject({ callId: other.callId, path: ['hello', 'offer'] });
  });
});

describe('[CAM-3] what came of a script', () => {
  it('is counted question by question, with the calls behind each figure, of calls that the reader may read', async () => {
    const [anna, boris] = [await call('+79125550005'), await call('+79125550006', 'PJSIP/102')];
    const answers = { talks: true, need: 'doors' };
    await put(anna.callId, { answers: { ...answers, budget: 10, wood: 'oak', rooms: ['hall', 'attic'] } });
    await put(boris.callId, { answers: { talks: false, budget: 20, wood: 'oak', day: '2026-12-24' } }, firm.boris);
    const all = await report();
    expect([all.runs, all.finished]).toEqual([2, 0]);
    expect(itemOf(all, 'talks')?.counts).toEqual([
      { value: 'true', label: null, count: 1 },
      { value: 'false', label: null, count: 1 },
    ]);
    expect(itemOf(all, 'budget')).toMatchObject({ answered: 2, numbers: { least: 10, most: 20, average: 15 } });
    expect(itemOf(all, 'wood')?.counts.map(({ label, count }) => [label, count])).toEqual([
      ['OAK', 2],
      ['ELM', 0],
    ]);
    expect(itemOf(all, 'rooms')?.counts.map(({ count }) => count)).toEqual([1, 1]);
    expect(itemOf(all, 'need')?.texts).toMatchObject([{ callId: anna.callId, text: 'doors' }]);
    expect(itemOf(all, 'day')?.days).toEqual({ first: '2026-12-24', last: '2026-12-24' });
    expect(all.items.map(({ questionId }) => questionId)).toEqual(
      saleScript.steps.flatMap(({ questions }) => questions.map(({ id }) => id)),
    );

    const own = await report(firm.anna);
    expect([own.runs, itemOf(own, 'wood')?.answered]).toEqual([1, 1]);
    const behind = async (query: string, who: Firm['anna'] | Firm['admin'] = firm.admin) =>
      (await who.get<AnswerCalls>(`/api/scripts/${script.id}/answers/calls?${query}`)).body;
    const oak = await behind('questionId=wood&value=oak&limit=1');
    expect(oak.items.map(({ call: { id } }) => id)).toEqual([boris.callId]);
    const more = await behind(`questionId=wood&value=oak&limit=1&cursor=${oak.nextCursor}`);
    expect([more.items.map(({ call: { id } }) => id), more.nextCursor]).toEqual([[anna.callId], null]);
    expect((await behind('questionId=talks&value=false')).items).toMatchObject([{ answer: { value: false } }]);
    expect((await behind('questionId=wood&value=elm')).items).toEqual([]);
    expect((await behind('questionId=wood&value=oak', firm.anna)).items).toHaveLength(1);

    // Of one campaign: only what was answered in its calls, and only those behind a figure.
    await server.db.sql`update calls set campaign_id = 'cmp_autumn' where id = ${anna.callId}`;
    const ofCampaign = await report(firm.admin, '?campaignId=cmp_autumn');
    expect([ofCampaign.runs, itemOf(ofCampaign, 'wood')?.answered]).toEqual([1, 1]);
    const oaks = await behind('questionId=wood&value=oak&campaignId=cmp_autumn');
    expect(oaks.items.map(({ call: { id } }) => id)).toEqual([anna.callId]);
  });

  it('is of the time that is asked for, and tells in old words what is not asked any more', async () => {
    const { callId } = await call('+79125550007');
    await put(callId, { answers: { talks: true } });
    expect((await report(firm.admin, '?from=2099-01-01T00:00:00Z')).runs).toBe(0);
    await firm.admin.patch(`/api/scripts/${script.id}`, { steps: saleScript.steps.slice(1), publish: true });
    expect(itemOf(await report(), 'talks')).toMatchObject({ asked: false, label: 'May we talk?', answered: 1 });
    expect(itemOf(await report(), 'budget')).toMatchObject({ asked: true, answered: 0, numbers: null });
  });
});
