import { join } from 'node:path';
import { type PbxLab, startPbxLab } from '../pbx-lab/pbx-lab.ts';
import { createPhone, type Phone } from '../pbx-lab/phone/phone.ts';
import { type DemoTraffic, startDemoTraffic } from '../pbx-lab/simulate-customers.ts';
import { demoAgents, demoPeople, strangers } from './demo-people.ts';

export type RunningLab = {
  lab: PbxLab;
  /** Customers begin to call. */
  letCustomersCall(): Promise<void>;
  stop(): Promise<void>;
};

/** Mean seconds between two calls of the demonstration; DEMO_CALL_SECONDS changes it, 0 means no calls. */
function callSeconds(): number {
  const found = process.env.DEMO_CALL_SECONDS ?? '8';
  const seconds = Number(found);
  if (!Number.isFinite(seconds) || seconds < 0 || seconds > 3600) {
    throw new Error(`DEMO_CALL_SECONDS is "${found}"; allowed is a number from 0 (no calls) to 3600.`);
  }
  return seconds;
}

/** A real Asterisk with the telephones of the demonstration's agents signed in. @throws PbxLabError */
export async function startLab(dataDir: string, say: (line: string) => void): Promise<RunningLab> {
  const everySeconds = callSeconds();
  const lab = await startPbxLab({ dir: join(dataDir, 'pbx-lab'), log: say });
  const phones: Phone[] = [];
  for (const { extension } of demoAgents) {
    const phone = await createPhone({ lab, extension });
    await phone.register();
    phones.push(phone);
  }
  let traffic: DemoTraffic | undefined;
  return {
    lab,
    letCustomersCall: async () => {
      if (everySeconds === 0) return;
      const customers = [
        ...demoPeople.map(({ callsFrom, name }) => ({ number: callsFrom, name })),
        ...strangers.map(({ number, name }) => ({ number, name })),
      ];
      traffic = await startDemoTraffic({ lab, phones, seed: 7, customers, everySeconds });
    },
    stop: async () => {
      await traffic?.stop();
      await Promise.all(phones.map((phone) => phone.close()));
      await lab.stop();
    },
  };
}
