import { expect, test } from 'vitest';
import type { MissedCall } from '$contract/missed-calls.contract.ts';
import type { Undoable } from '$lib/keyboard/undo.svelte.ts';
import { DebtWork } from './debt-work.ts';

const debt = (id: string, more: Partial<MissedCall> = {}) =>
  ({ id, version: 1, state: 'open', assignee: null, nextAttemptAt: null, ...more }) as MissedCall;

function house(refused: string[] = []) {
  const asked: string[] = [];
  const shown = new Map<string, MissedCall>();
  const said: string[] = [];
  const failed: unknown[] = [];
  const undoable: Undoable[] = [];
  const answer = async (what: string, id: string, more: Partial<MissedCall>) => {
    asked.push(`${what} ${id}`);
    if (refused.includes(id)) throw new Error(`${id} refused`);
    return debt(id, { version: 2, ...more });
  };
  const work = new DebtWork({
    api: {
      attempt: (id, body) => answer(`attempt:${body.outcome}`, id, { nextAttemptAt: '2026-03-02T09:05:00Z' }),
      resolve: (id) => answer('resolve', id, { state: 'resolved' }),
      archive: (id) => answer('archive', id, { state: 'archived' }),
      reopen: (id) => answer('reopen', id, {}),
      assign: (id, agentId) => answer(`assign:${agentId}`, id, {}),
    },
    toasts: {
      say: (text) => said.push(text),
      fail: (error) => failed.push(error),
      undoable: (change) => undoable.push(change),
    },
    take: (taken) => (taken.state === 'open' ? shown.set(taken.id, taken) : shown.delete(taken.id)),
    drop: ({ id }) => shown.delete(id),
    when: () => '09:05',
  });
  const show = (...debts: MissedCall[]) => {
    for (const each of debts) shown.set(each.id, each);
    return debts;
  };
  return { work, asked, shown, said, failed, undoable, show };
}

test('[MIS-2] several are settled at once, leave the list before the server answers, and come back by undo', async () => {
  const { work, asked, shown, undoable, show } = house();
  const debts = show(debt('a'), debt('b'));
  const done = work.close(debts, 'resolve');
  expect(shown.size).toBe(0);
  await done;
  expect(undoable.map(({ text }) => text)).toEqual(['Settled: 2']);
  await undoable[0]?.undo();
  expect(asked).toEqual(['resolve a', 'resolve b', 'reopen a', 'reopen b']);
  expect([...shown.keys()]).toEqual(['a', 'b']);
});

test('[MIS-2] one that is refused comes back to the list and does not stop the others', async () => {
  const { work, shown, failed, undoable, show } = house(['a']);
  await work.close(show(debt('a'), debt('b')), 'archive');
  expect([...shown.keys()]).toEqual(['a']);
  expect(failed).toHaveLength(1);
  expect(undoable.map(({ text }) => text)).toEqual(['Archived']);
});

test('[MIS-3] what is told of a try says when the next one is', async () => {
  const { work, asked, said } = house();
  expect(await work.tell(debt('a'), 'busy')).toBe(true);
  expect(asked).toEqual(['attempt:busy a']);
  expect(said).toEqual(['Noted: Busy. Next try 09:05.']);
});

test('[MIS-5] giving several to somebody leaves out those that are theirs; undo gives each back to whom it was', async () => {
  const { work, asked, undoable } = house();
  const anna = { id: 'anna', name: 'Anna' };
  await work.assign([debt('a', { assignee: anna }), debt('b', { assignee: { id: 'oleg', name: 'Oleg' } })], anna);
  expect(asked).toEqual(['assign:anna b']);
  expect(undoable[0]?.text).toBe('Given to Anna');
  await undoable[0]?.undo();
  expect(asked.at(-1)).toBe('assign:oleg b');
});
