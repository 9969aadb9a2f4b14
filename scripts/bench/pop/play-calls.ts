/** Lets customers call as planned: scripted telephones without sound, a carrier, and the lab's Asterisk between them. */
import type { PbxLab } from '../../pbx-lab/pbx-lab.ts';
import { type Carrier, createCarrier } from '../../pbx-lab/phone/carrier.ts';
import { createPhone, type Phone } from '../../pbx-lab/phone/phone.ts';
import { personOf } from '../people/person-of.ts';
import type { PlannedCall } from './plan-calls.ts';

export type CallStage = {
  /** Plays the plan to its end; resolves when the last call is over. */
  play(calls: readonly PlannedCall[]): Promise<void>;
  close(): Promise<void>;
};

export async function openCallStage(lab: PbxLab, extensions: readonly string[]): Promise<CallStage> {
  const phones: Phone[] = [];
  const carrier = await createCarrier({ lab, media: 'none' });
  for (const extension of extensions) {
    const phone = await createPhone({ lab, extension, media: 'none' });
    await phone.register();
    phones.push(phone);
  }
  const planned = new Map<string, PlannedCall>();
  for (const phone of phones) {
    phone.onCall((call) => {
      const plan = planned.get(`${phone.extension} ${call.with}`);
      if (!plan || plan.talkMs === null) return { kind: 'ring' };
      return { kind: 'answer', afterMs: plan.ringMs, talkMs: plan.talkMs };
    });
  }
  return {
    play: (calls) => playAll(carrier, planned, calls),
    close: async () => {
      await Promise.all([carrier, ...phones].map((party) => party.close()));
    },
  };
}

async function playAll(
  carrier: Carrier,
  planned: Map<string, PlannedCall>,
  calls: readonly PlannedCall[],
): Promise<void> {
  await Promise.all(
    calls.map(async (call) => {
      await new Promise((resolve) => setTimeout(resolve, call.atMs));
      const from = personOf(call.person).phone.e164;
      const key = `${call.extension} ${from}`;
      planned.set(key, call);
      const placed = carrier.callIn({
        from,
        to: `5551${call.extension}`,
        ...(call.talkMs === null ? { giveUpMs: call.ringMs } : {}),
      });
      await placed.ended;
      if (planned.get(key) === call) planned.delete(key);
    }),
  );
}
