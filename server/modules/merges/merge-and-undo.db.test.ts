/** CRM-6 over HTTP: a merge with everything that hangs on two people, and its undo. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CallingFirm, openCallingFirm } from '../../../test/server/missed-calls-firm.ts';
import type { TestClient } from '../../../test/server/test-server.ts';
import type { Contact, Organisation } from '../../contract/contacts.contract.ts';
import type { Deal } from '../../contract/deals.contract.ts';
import type { Merged, MergePreview } from '../../contract/merges.contract.ts';
import type { Undone } from '../../contract/reversible-actions.contract.ts';

let firm: CallingFirm;
beforeAll(async () => {
  firm = await openCallingFirm();
});
afterAll(() => firm.close());

const refusal = (body: unknown) => (body as { error: { code: string; fields?: Record<string, string> } }).error;
const create = async (body: object) => (await firm.admin.post<Contact>('/api/contacts', body)).body;
const read = async (id: string) => (await firm.admin.get<Contact>(`/api/contacts/${id}`)).body;
const merge = (into: string, otherIds: string[], more: object = {}, by: TestClient = firm.admin) =>
  by.post<Merged>(`/api/contacts/${into}/merge`, { otherIds, ...more });
const undo = async (actionId: string) => {
  const reply = await firm.admin.post<Undone>(`/api/reversible-actions/${actionId}/undo`);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  await firm.server.idle();
  return reply.body;
};
const kindsOf = async (id: string) => {
  const { body } = await firm.admin.get<{ items: { kind: string; text?: string }[] }>(`/api/contacts/${id}/timeline`);
  return body.items.map(({ kind, text }) => (kind === 'change' ? (text ?? '').split(':')[0]! : kind));
};
/** Everything but what counts versions and moments of change. */
const stable = ({ version: _v, updatedAt: _u, ...rest }: Contact) => rest;
let numbers = 0;
const freshNumber = () => {
  numbers += 1;
  return `+7916${String(numbers).padStart(7, '0')}`;
};

describe('[CRM-6] merging two people', () => {
  it('[CRM-6] moves calls, notes, tasks, missed calls and numbers, and the undo brings both back as they were', async () => {
    await firm.forget();
    const [first, second] = [freshNumber(), freshNumber()];
    const anna = await create({
      name: 'Anna Petrova',
      emails: ['anna@vega.test'],
      phones: [{ raw: first }],
      notes: 'VAT',
    });
    const copy = await create({
      name: 'Petrova A.',
      emails: ['anna@vega.test', 'a.petrova@vega.test'],
      phones: [{ raw: first }, { raw: second, doNotCall: true }],
      notes: 'Calls back after six',
      vip: true,
      birthday: '1980-05-17',
    });
    await firm.missed(second);
    await firm.admin.post(`/api/contacts/${copy.id}/notes`, { text: 'asked for the offer', kind: 'wish' });
    await firm.admin.post('/api/tasks', { title: 'Send the offer', contactId: copy.id, agentId: null });
    const before = [await read(anna.id), await read(copy.id)] as const;

    const preview = await firm.admin.get<MergePreview>(`/api/contacts/merge-preview?ids=${anna.id},${copy.id}`);
    expect(preview.body.survivorId).toBe(copy.id);
    expect(preview.body.records[0]).toMatchObject({
      id: copy.id,
      counts: { calls: 1, notes: 1, tasks: 1, missedCalls: 1 },
    });

    const merged = await merge(anna.id, [copy.id], { choices: { name: anna.id } });
    expect(merged.status, JSON.stringify(merged.body)).toBe(200);
    await firm.server.idle();
    const one = await read(anna.id);
    expect(one).toMatchObject({
      name: 'Anna Petrova',
      emails: ['anna@vega.test', 'a.petrova@vega.test'],
      notes: 'VAT\n\nCalls back after six',
      vip: true,
      birthday: '1980-05-17',
      phones: [
        { e164: first, primary: true },
        { e164: second, primary: false, doNotCall: true },
      ],
      activity: { calls: 1 },
    });
    expect((await firm.onlyDebt()).contactId).toBe(anna.id);
    const kinds = await kindsOf(anna.id);
    expect(kinds).toEqual(
      expect.arrayContaining(['call', 'note', 'task', 'missed-call', 'contact.merged', 'contact.created']),
    );
    expect(kinds.filter((kind) => kind === 'contact.created')).toHaveLength(2);

    const gone = await firm.admin.get(`/api/contacts/${copy.id}`);
    expect(gone.status).toBe(410);
    expect(refusal(gone.body)).toMatchObject({ code: 'contacts.merged', fields: { mergedInto: anna.id } });
    expect(refusal((await firm.admin.post(`/api/contacts/${copy.id}/restore`)).body).code).toBe('contacts.is_merged');

    const report = await undo(merged.body.actionId);
    expect(report.kept).toEqual([]);
    expect(report.restored).toMatchObject({ calls: 1, notes: 1, tasks: 1, missedCalls: 1, phones: 1 });
    expect(stable(await read(anna.id))).toEqual(stable(before[0]));
    expect(stable(await read(copy.id))).toEqual(stable(before[1]));
    expect((await firm.onlyDebt()).contactId).toBe(copy.id);
    expect(await kindsOf(copy.id)).toEqual(expect.arrayContaining(['call', 'note', 'task', 'missed-call']));
    const again = await firm.admin.post(`/api/reversible-actions/${merged.body.actionId}/undo`);
    expect(refusal(again.body).code).toBe('reversible-actions.already_undone');
  });

  it('[CRM-6] two people who are both owed a call are owed one, and two again after the undo', async () => {
    await firm.forget();
    const [first, second] = [freshNumber(), freshNumber()];
    const a = await create({ name: 'Owed One', phones: [{ raw: first }] });
    const b = await create({ name: 'Owed Two', phones: [{ raw: second }] });
    await firm.missed(first);
    await firm.missed(second);
    await firm.missed(second);
    const merged = await merge(a.id, [b.id]);
    await firm.server.idle();
    expect(await firm.onlyDebt()).toMatchObject({ contactId: a.id, tries: 3 });
    const report = await undo(merged.body.actionId);
    expect(report).toMatchObject({ kept: [], restored: { missedCalls: 2 } });
    const { body } = await firm.admin.get<{ items: { contactId: string; tries: number }[] }>('/api/missed-calls');
    expect(body.items.map(({ contactId, tries }) => [contactId, tries]).sort()).toEqual(
      [
        [a.id, 1],
        [b.id, 2],
      ].sort(),
    );
  });

  it('[CRM-6] what was changed after the merge stays, and the undo tells it', async () => {
    await firm.forget();
    const [first, second] = [freshNumber(), freshNumber()];
    const a = await create({ name: 'Kept A', phones: [{ raw: first }], emails: ['a@kept.test'] });
    const b = await create({
      name: 'Kept B longer',
      phones: [{ raw: second }],
      emails: ['b@kept.test'],
      mainNeed: 'bolts',
    });
    const note = await firm.admin.post<{ id: string }>(`/api/contacts/${b.id}/notes`, { text: 'of B' });
    const merged = await merge(a.id, [b.id]);
    await firm.server.idle();
    const one = await read(a.id);
    await firm.admin.patch(`/api/contacts/${a.id}`, { name: 'Renamed since', emails: [...one.emails, 'c@kept.test'] });
    await firm.admin.post(`/api/contacts/${a.id}/notes`, { text: 'written since' });
    await firm.missed(second);
    const report = await undo(merged.body.actionId);
    expect(report.kept).toEqual([{ part: 'fields', what: 'name', because: 'changed-since' }]);
    expect(await read(a.id)).toMatchObject({
      name: 'Renamed since',
      emails: ['a@kept.test', 'c@kept.test'],
      mainNeed: '',
      phones: [{ e164: first }],
    });
    expect(await read(b.id)).toMatchObject({ emails: ['b@kept.test'], mainNeed: 'bolts', activity: { calls: 1 } });
    expect(await kindsOf(a.id)).toContain('note');
    const rows = await firm.server.db.sql`select contact_id from contact_notes where id = ${note.body.id}`;
    expect(rows[0]?.contact_id).toBe(b.id);
    // The call that came after the merge belongs to whoever has the number now.
    expect((await firm.onlyDebt()).contactId).toBe(b.id);
  });

  it('[CRM-6] a merge into somebody who was merged away since is taken back from the end', async () => {
    const [a, b, c] = [
      await create({ name: 'Chain A' }),
      await create({ name: 'Chain B' }),
      await create({ name: 'Chain C' }),
    ];
    const first = await merge(a.id, [b.id]);
    const second = await merge(c.id, [a.id]);
    const gone = await firm.admin.get(`/api/contacts/${b.id}`);
    expect(refusal(gone.body).fields).toEqual({ mergedInto: c.id });
    const early = await firm.admin.post(`/api/reversible-actions/${first.body.actionId}/undo`);
    expect([early.status, refusal(early.body).code]).toEqual([409, 'merges.survivor_gone']);
    await undo(second.body.actionId);
    await undo(first.body.actionId);
    expect((await read(b.id)).name).toBe('Chain B');
  });

  it('[CRM-6] refuses a stale look, a wrong choice, one record alone and another team’s people', async () => {
    const a = await create({ name: 'Refused A' });
    const b = await create({ name: 'Refused B' });
    const stale = await merge(a.id, [b.id], { versions: { [b.id]: b.version + 1 } });
    expect([stale.status, refusal(stale.body).code]).toEqual([409, 'merges.stale']);
    const wrong = await merge(a.id, [b.id], { choices: { shoe: a.id } });
    expect([wrong.status, refusal(wrong.body).fields]).toEqual([422, { 'choices.shoe': expect.any(String) }]);
    expect((await merge(a.id, [a.id])).status).toBe(422);
    expect((await merge(a.id, ['ctc_none'])).status).toBe(404);
    const stranger = await firm.server.signIn('operator');
    const theirs = await create({ name: 'Refused C', ownerId: firm.anna.agentId });
    expect((await merge(a.id, [theirs.id], {}, stranger)).status).toBe(404);
    const mine = await merge(a.id, [b.id], {}, stranger);
    expect(mine.status).toBe(200);
    const others = await firm.server.signIn('operator');
    expect((await others.post(`/api/reversible-actions/${mine.body.actionId}/undo`)).status).toBe(404);
    expect((await stranger.post(`/api/reversible-actions/${mine.body.actionId}/undo`)).status).toBe(200);
  });
});

describe('[CRM-6] merging organisations', () => {
  it('[CRM-6] people, roles, numbers and children move, and go back', async () => {
    const org = async (body: object) => (await firm.admin.post<Organisation>('/api/organisations', body)).body;
    const a = await org({ name: 'Vega', phones: [{ raw: freshNumber() }], website: '' });
    const b = await org({ name: 'Vega LLC', phones: [{ raw: freshNumber() }], website: 'vega.test' });
    const child = await org({ name: 'Vega North', parentId: b.id });
    const task = { title: 'Visit Vega', organisationId: b.id, agentId: null };
    const visit = (await firm.admin.post<{ id: string }>('/api/tasks', task)).body;
    const firmOf = async () => {
      const [row] = await firm.server.db.sql`select organisation_id from tasks where id = ${visit.id}`;
      return row?.organisation_id;
    };
    const one = await create({ name: 'Works at Vega', organisationId: b.id });
    const two = await create({
      name: 'Also at Vega',
      organisationId: a.id,
      otherRoles: [{ organisationId: b.id, role: 'board' }],
    });
    const merged = await firm.admin.post<Merged>(`/api/organisations/${a.id}/merge`, { otherIds: [b.id] });
    expect(merged.status, JSON.stringify(merged.body)).toBe(200);
    await firm.server.idle();
    const whole = (await firm.admin.get<Organisation>(`/api/organisations/${a.id}`)).body;
    expect(whole).toMatchObject({ name: 'Vega LLC', website: 'vega.test', children: [{ id: child.id }] });
    expect(whole.contacts.map(({ id }) => id).sort()).toEqual([one.id, two.id].sort());
    expect(whole.phones).toHaveLength(2);
    expect(await firmOf()).toBe(a.id);
    expect((await read(two.id)).otherRoles).toEqual([]);
    await undo(merged.body.actionId);
    expect((await read(one.id)).organisationId).toBe(b.id);
    expect(await firmOf()).toBe(b.id);
    expect((await read(two.id)).otherRoles).toMatchObject([{ organisationId: b.id, role: 'board' }]);
    expect((await firm.admin.get<Organisation>(`/api/organisations/${b.id}`)).body.children).toHaveLength(1);
  });

  it('[CRM-6] a merged organisation leads to the one that stayed, deals it brought go along, and its line takes it back', async () => {
    const org = async (body: object) => (await firm.admin.post<Organisation>('/api/organisations', body)).body;
    const [stays, goes, last] = [
      await org({ name: 'Oak' }),
      await org({ name: 'Oak Ltd' }),
      await org({ name: 'Oaks', ownerId: firm.anna.agentId }),
    ];
    const deal = (await firm.admin.post<Deal>('/api/deals', { title: 'Brought', partnerId: goes.id })).body;
    const partner = async () => (await firm.admin.get<Deal>(`/api/deals/${deal.id}`)).body.partner?.id;
    const merge = (into: Organisation, from: Organisation) =>
      firm.admin.post<Merged>(`/api/organisations/${into.id}/merge`, { otherIds: [from.id] });
    const first = await merge(stays, goes);
    const second = await merge(last, stays);
    expect(await partner()).toBe(last.id);
    const old = await firm.admin.get(`/api/organisations/${goes.id}`);
    expect(old.status).toBe(410);
    expect(refusal(old.body)).toMatchObject({ code: 'organisations.merged', fields: { mergedInto: last.id } });
    // Whoever may not see the one that stayed is told nothing.
    expect((await firm.clara.get(`/api/organisations/${goes.id}`)).status).toBe(404);
    const line = await firm.admin.get<{ items: { text?: string; actionId?: string }[] }>(
      `/api/organisations/${last.id}/timeline`,
    );
    const told = line.body.items.filter(({ text }) => text?.startsWith('organisation.merged:'));
    expect(told.map(({ actionId }) => actionId)).toEqual([second.body.actionId, first.body.actionId]);
    await undo(second.body.actionId);
    await undo(first.body.actionId);
    expect(await partner()).toBe(goes.id);
    expect((await firm.admin.get(`/api/organisations/${goes.id}`)).status).toBe(200);
  });

  it('[CRM-6] a merge that would close a circle is refused', async () => {
    const org = async (body: object) => (await firm.admin.post<Organisation>('/api/organisations', body)).body;
    const top = await org({ name: 'Top' });
    const middle = await org({ name: 'Middle', parentId: top.id });
    const bottom = await org({ name: 'Bottom', parentId: middle.id });
    const refused = await firm.admin.post(`/api/organisations/${bottom.id}/merge`, { otherIds: [top.id] });
    expect([refused.status, refusal(refused.body).code]).toEqual([409, 'merges.circle']);
  });
});

describe('[CRM-6] likely duplicates', () => {
  interface Pairs {
    items: { first: { id: string }; second: { id: string }; because: string[] }[];
  }
  const pairs = async (query: string, by: TestClient = firm.admin) =>
    (await by.get<Pairs>(`/api/contacts/duplicate-pairs?${query}`)).body.items;

  it('[CRM-6] shows a pair once with all they share, to whoever may merge both, until somebody says they are two', async () => {
    const phones = [{ raw: freshNumber() }];
    const one = await create({ name: 'Twin One', phones, emails: ['twin@pairs.test'] });
    const two = await create({ name: 'Twin Two', phones, emails: ['twin@pairs.test'], ownerId: firm.clara.agentId });
    const [first, second] = [one.id, two.id].sort();
    const found = await pairs(`contactId=${one.id}`);
    expect(found).toMatchObject([{ first: { id: first }, second: { id: second }, because: ['phone', 'email'] }]);
    expect(await pairs('limit=200')).toContainEqual(found[0]);
    expect(await pairs(`contactId=${one.id}`, firm.anna)).toEqual([]);
    expect((await firm.anna.post('/api/contacts/not-duplicates', { ids: [one.id, two.id] })).status).toBe(404);
    expect((await firm.admin.post('/api/contacts/not-duplicates', { ids: [two.id, one.id] })).status).toBe(204);
    expect(await pairs(`contactId=${one.id}`)).toEqual([]);
  });

  it('[CRM-6] a number that a whole office has says nothing', async () => {
    const phones = [{ raw: freshNumber() }];
    const six = [];
    for (let i = 0; i < 6; i += 1) six.push(await create({ name: `Office ${i}`, phones }));
    expect(await pairs(`contactId=${six[0]?.id}`)).toEqual([]);
  });
});
