import { expect, test, vi } from 'vitest';
import { cardOf, tellStranded } from './tell-stranded.ts';

test('[TEL-6] whoever passed a customer on is told who was taken by nobody, and led to calling back', async () => {
  let hear: (event: { payload: { callId: string } }) => Promise<void> = async () => undefined;
  const on = (_name: string, listener: typeof hear) => {
    hear = listener;
  };
  const call = { id: 'c1', contactId: 'ctc 1', contactName: 'Vera Wood' };
  const offer = vi.fn<(text: string, action: { run: () => void }) => void>();
  const fail = vi.fn();
  const read = vi.fn().mockResolvedValueOnce(call).mockRejectedValueOnce(new Error('away'));
  const go = vi.fn();
  const parts = { api: { calls: { read } }, live: { on }, session: { defaultRegion: 'FR' }, toasts: { offer, fail } };
  tellStranded(parts as never, go);
  await hear({ payload: { callId: 'c1' } });
  expect(offer.mock.calls[0]?.[0]).toContain('Vera Wood');
  offer.mock.calls[0]?.[1].run();
  expect(go).toHaveBeenCalledWith('/?contact=ctc%201');
  await hear({ payload: { callId: 'c1' } });
  expect(fail).toHaveBeenCalledOnce();
  expect(cardOf({ contactId: null })).toBe('/due');
});
