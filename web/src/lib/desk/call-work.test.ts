import { beforeEach, expect, test } from 'vitest';
import type { Call, Disposition } from '$contract/calls.contract.ts';
import { createPreferences } from '$lib/app/preferences.ts';
import { testClock } from '$lib/clock/clock.ts';
import { CallWork, leftDrafts } from './call-work.svelte.ts';

const base = { id: 'c1', note: '', mainNeed: '', nextStep: null, disposition: null, version: 1 } as unknown as Call;
const sold = { id: 'd1', code: 'sold', label: 'Sold' } as Disposition;

function desk() {
  const clock = testClock('2026-03-02T09:00:00Z');
  const preferences = createPreferences(null);
  const server = new Map<string, Call>();
  const sent: { id: string; patch: Record<string, unknown> }[] = [];
  const failures: unknown[] = [];
  let away = false;
  let hold: Promise<void> | null = null;
  const open = (call: Call) => {
    server.set(call.id, server.get(call.id) ?? call);
    return new CallWork(server.get(call.id) as Call, {
      async change(id, patch) {
        sent.push({ id, patch });
        await hold;
        if (away) throw new Error('away');
        const before = server.get(id) as Call;
        const { dispositionId, nextStep, ...texts } = patch;
        const trimmed = Object.fromEntries(Object.entries(texts).map(([k, v]) => [k, String(v).trim()]));
        const next = { ...before, ...trimmed, version: before.version + 1 } as Call;
        if (dispositionId !== undefined) next.disposition = dispositionId ? { ...sold, id: dispositionId } : null;
        if (nextStep !== undefined) next.nextStep = nextStep && { ...nextStep, taskId: 't1' };
        server.set(id, next);
        return next;
      },
      take: () => undefined,
      fail: (error) => failures.push(error),
      preferences,
      clock,
    });
  };
  return {
    clock,
    preferences,
    server,
    sent,
    failures,
    open,
    setAway: (next: boolean) => {
      away = next;
    },
    holdAnswers: () => {
      let release: () => void = () => undefined;
      hold = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        hold = null;
        release();
      };
    },
  };
}

let at: ReturnType<typeof desk>;
beforeEach(() => {
  at = desk();
});

test('[TEL-9] a note is saved by itself after a pause, once for many keys', async () => {
  const work = at.open(base);
  for (const text of ['h', 'he', 'hel', 'hello']) {
    work.type('note', text);
    at.clock.advance(100);
  }
  at.clock.advance(700);
  await work.flush();
  expect(at.sent).toEqual([{ id: 'c1', patch: { note: 'hello' } }]);
  expect(work.saveState).toBe('clean');
});

test('[TEL-10] two calls at once keep their own notes', async () => {
  const one = at.open(base);
  const two = at.open({ ...base, id: 'c2' });
  one.type('note', 'first');
  two.type('note', 'second');
  one.type('note', 'first call');
  at.clock.advance(1_000);
  await Promise.all([one.flush(), two.flush()]);
  expect(at.server.get('c1')?.note).toBe('first call');
  expect(at.server.get('c2')?.note).toBe('second');
});

test('[TEL-10] what was typed and not saved survives a reload', () => {
  at.setAway(true);
  at.open(base).type('note', 'half a sent');
  const reloaded = at.open(base);
  expect(reloaded.fields.note).toBe('half a sent');
  expect(reloaded.saveState).toBe('dirty');
});

test('[UX-1] while the server is away the text stays, it is said once, and it is sent when the server is back', async () => {
  const work = at.open(base);
  at.setAway(true);
  work.type('note', 'kept');
  await work.flush();
  expect(work.saveState).toBe('failed');
  await work.flush();
  expect(at.failures).toHaveLength(1);
  at.setAway(false);
  await work.flush();
  expect(work.saveState).toBe('clean');
  expect(at.server.get('c1')?.note).toBe('kept');
  expect(at.preferences.keys()).toEqual([]);
});

test('[TEL-9] a space at the end of a saved text is not taken away under the hands', async () => {
  const work = at.open(base);
  work.type('note', 'hello ');
  await work.flush();
  expect(at.server.get('c1')?.note).toBe('hello');
  expect(work.fields.note).toBe('hello ');
  expect(work.saveState).toBe('clean');
});

test('[TEL-9] what is typed while a save is on its way is saved next', async () => {
  const work = at.open(base);
  const release = at.holdAnswers();
  work.type('note', 'one');
  const saving = work.flush();
  work.type('note', 'one two');
  release();
  await saving;
  expect(work.fields.note).toBe('one two');
  expect(work.saveState).toBe('dirty');
  await work.flush();
  expect(at.server.get('c1')?.note).toBe('one two');
});

test('[TEL-10] a change in another tab shows here, but never over what is being typed', async () => {
  const work = at.open(base);
  work.type('note', 'mine');
  await work.flush();
  work.follow({ ...(at.server.get('c1') as Call), note: 'theirs', mainNeed: 'price', version: 9 });
  expect(work.fields).toMatchObject({ note: 'theirs', mainNeed: 'price' });
  work.type('note', 'mine again');
  work.follow({ ...(at.server.get('c1') as Call), note: 'theirs too', version: 10 });
  expect(work.fields.note).toBe('mine again');
});

test('[TEL-9] a result shows at once and falls back when the server refuses it', async () => {
  const work = at.open(base);
  at.setAway(true);
  const giving = work.setResult(sold);
  expect(work.resultId).toBe('d1');
  await expect(giving).rejects.toThrow('away');
  expect(work.resultId).toBeNull();
  at.setAway(false);
  await work.setResult(sold);
  expect(work.resultId).toBe('d1');
  await work.setResult(null);
  expect(work.resultId).toBeNull();
});

test('[TEL-9] a next step is sent whole, and taken away when its words are', async () => {
  const work = at.open(base);
  work.type('nextStepText', 'Call back');
  work.type('nextStepDueAt', '2026-03-03T10:00:00.000Z');
  await work.flush();
  expect(at.sent.at(-1)?.patch).toEqual({ nextStep: { text: 'Call back', dueAt: '2026-03-03T10:00:00.000Z' } });
  work.type('nextStepText', '');
  await work.flush();
  expect(at.sent.at(-1)?.patch).toEqual({ nextStep: null });
});

test('[AGT-2] finishing saves what is typed first, and does not finish what could not be saved', async () => {
  const work = at.open(base);
  work.type('note', 'last words');
  at.setAway(true);
  await work.finish();
  expect(at.sent.some(({ patch }) => patch.wrapUpDone)).toBe(false);
  at.setAway(false);
  await work.finish();
  expect(at.server.get('c1')?.note).toBe('last words');
  expect(at.sent.at(-1)?.patch).toEqual({ wrapUpDone: true });
});

test('[AGT-2] a result pressed a moment before finishing is there first', async () => {
  const work = at.open(base);
  const release = at.holdAnswers();
  const giving = work.setResult(sold);
  const finishing = work.finish();
  // What finishing does before it may send is over by now.
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  expect(at.sent.map(({ patch }) => patch)).toEqual([{ dispositionId: 'd1' }]);
  release();
  await Promise.all([giving, finishing]);
  expect(at.sent.map(({ patch }) => patch)).toEqual([{ dispositionId: 'd1' }, { wrapUpDone: true }]);
});

test('[TEL-10] text of a call that left the desk unsaved is found again', async () => {
  at.setAway(true);
  at.open(base).type('note', 'left behind');
  expect(leftDrafts(at.preferences.keys())).toEqual(['c1']);
  at.setAway(false);
  await at.open(base).flush();
  expect(at.server.get('c1')?.note).toBe('left behind');
  expect(leftDrafts(at.preferences.keys())).toEqual([]);
});
