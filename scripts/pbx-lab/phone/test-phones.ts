import type { PbxLabOptions } from '../pbx-lab.ts';
import { startTestLab } from '../test-lab.ts';
import { type Carrier, createCarrier } from './carrier.ts';
import { createPhone, type Phone } from './phone.ts';

/** A lab with registered phones and a carrier. For tests. */
export async function startLabWithPhones(extensions: readonly string[], options: Omit<PbxLabOptions, 'dir'> = {}) {
  const lab = await startTestLab(options);
  const phones = new Map<string, Phone>();
  for (const extension of extensions) {
    const phone = await createPhone({ lab, extension });
    await phone.register();
    phones.set(extension, phone);
  }
  const carrier: Carrier = await createCarrier({ lab });
  return {
    lab,
    carrier,
    phone: (extension: string): Phone => phones.get(extension)!,
    dispose: async () => {
      await Promise.all([...phones.values(), carrier].map((one) => one.close()));
      await lab.dispose();
    },
  };
}
