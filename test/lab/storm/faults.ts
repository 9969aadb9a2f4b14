import { delay, labClock } from '../../../scripts/pbx-lab/lab-clock.ts';
import { waitFor } from '../../../scripts/stack/wait-for.ts';
import type { StoryStage } from '../story-stage.ts';
import type { Outage } from './compare-log.ts';

/** A fault and when it strikes, milliseconds after the storm began. */
export type Fault = {
  atMs: number;
  kind: 'kill server' | 'kill bridge' | 'kill database' | 'cut link' | 'freeze link' | 'freeze link for long';
};

/** How long a frozen link holds: shorter and longer than the bridge bears silence (8 s). */
const SHORT_FREEZE_MS = 4_000;
const LONG_FREEZE_MS = 10_000;

/** Strikes at the planned moments. Resolves with the times in which the bridge could not hear Asterisk. */
export async function strike(stage: StoryStage, faults: readonly Fault[]): Promise<Outage[]> {
  const outages = await Promise.all(faults.map((fault) => delay(fault.atMs).then(() => strikeOne(stage, fault))));
  return outages.filter((outage) => outage !== null);
}

async function strikeOne({ stack }: StoryStage, { kind }: Fault): Promise<Outage | null> {
  const from = labClock.epochMs();
  switch (kind) {
    case 'kill server':
      stack.kill9('server');
      return null;
    case 'kill database':
      stack.kill9('database');
      return null;
    case 'kill bridge':
      stack.kill9('bridge');
      break;
    case 'cut link':
      stack.wire.cut();
      break;
    case 'freeze link':
      // Nothing is lost: what was held back arrives late, with Asterisk's own times.
      stack.wire.freeze();
      await delay(SHORT_FREEZE_MS);
      stack.wire.thaw();
      return null;
    case 'freeze link for long':
      stack.wire.freeze();
      await delay(LONG_FREEZE_MS);
      stack.wire.thaw();
      break;
  }
  const upAt = await linkIsUpSince(stack.api, from);
  return { from: from - 500, to: labClock.epochMs() + 500, sure: { from: from + 300, to: upAt - 1_000 } };
}

/** When the bridge came into step with Asterisk again, epoch ms. */
async function linkIsUpSince(api: StoryStage['stack']['api'], from: number): Promise<number> {
  const link = await waitFor(
    'the bridge hears Asterisk again',
    () => api.get<{ items: { state: string; since: string }[] }>('pbx').then(({ items }) => items[0]),
    (link) => link?.state === 'up' && Date.parse(link.since) > from,
    60_000,
  );
  return Date.parse(link?.since ?? '');
}

/** How long nobody may hear Asterisk after each fault, generously. */
const deafMs: Partial<Record<Fault['kind'], number>> = {
  'cut link': 4_000,
  'kill bridge': 8_000,
  'freeze link for long': LONG_FREEZE_MS + 4_000,
};

/**
 * The shortest that a call begun at `atMs` may be, milliseconds: one that begins and ends while nobody hears Asterisk
 * leaves no trace on AMI, so the storm has none of these.
 */
export function leastLength(faults: readonly Fault[], atMs: number): number {
  const lengths = faults.map((fault) => {
    const length = deafMs[fault.kind] ?? 0;
    return atMs > fault.atMs - 2_000 && atMs < fault.atMs + length ? length : 300;
  });
  return Math.max(...lengths);
}
