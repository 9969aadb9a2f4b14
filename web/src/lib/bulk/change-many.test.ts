import { describe, expect, it, vi } from 'vitest';
import type { BulkAnswer } from '$contract/bulk.contract.ts';
import type { Undoable } from '$lib/keyboard/undo.svelte.ts';
import { changeMany } from './change-many.ts';

interface Item {
  id: string;
  stage: string;
  version?: number;
}

const refused = { code: 'contacts.stale', message: 'stale' };
const answer: BulkAnswer = {
  done: 1,
  failed: 1,
  items: [
    { index: 0, ok: true, id: 'a', version: 4 },
    { index: 1, ok: false, error: refused },
  ],
};

const setUp = (send: (items: Item[]) => Promise<BulkAnswer>) => {
  const toasts = { say: vi.fn(), fail: vi.fn(), offer: vi.fn(), undoable: vi.fn<(change: Undoable) => void>() };
  const ondone = vi.fn();
  const run = () =>
    changeMany(
      { toasts },
      {
        send,
        items: [
          { id: 'a', stage: 'client' },
          { id: 'b', stage: 'client' },
        ],
        back: ({ id }, version) => ({ id, stage: 'lead', version }),
        text: (count) => `${count} changed`,
        ondone,
      },
    );
  return { toasts, ondone, run };
};

describe('[CRM-7] many records changed at once', () => {
  it('[API-1] tells what was refused, and takes back only what was done, by its new version', async () => {
    const send = vi.fn(async (_items: Item[]) => answer);
    const { toasts, ondone, run } = setUp(send);
    await run();
    expect(toasts.say).toHaveBeenCalledOnce();
    const change = toasts.undoable.mock.calls[0]![0];
    expect(change.text).toBe('1 changed');
    await change.undo();
    expect(send.mock.calls[1]![0]).toEqual([{ id: 'a', stage: 'lead', version: 4 }]);
    expect(ondone).toHaveBeenCalledTimes(2);
  });

  it('[API-1] offers nothing to take back when nothing was done, or the request failed', async () => {
    const none = setUp(async () => ({ done: 0, failed: 1, items: [{ index: 0, ok: false, error: refused }] }));
    await none.run();
    const broken = setUp(() => Promise.reject(new Error('off')));
    await broken.run();
    for (const { toasts } of [none, broken]) expect(toasts.undoable).not.toHaveBeenCalled();
    expect(broken.toasts.fail).toHaveBeenCalledOnce();
  });
});
