import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PbxLab, type PbxLabOptions, startPbxLab } from './pbx-lab.ts';

/** A lab in a folder of its own that is gone after `dispose`. For tests. */
export async function startTestLab(
  options: Omit<PbxLabOptions, 'dir'> = {},
): Promise<PbxLab & { dispose(): Promise<void> }> {
  const lab = await startPbxLab({ ...options, dir: await mkdtemp(join(tmpdir(), 'trunkline-lab-')) });
  const dispose = async () => {
    await lab.stop();
    await rm(lab.dir, { recursive: true, force: true });
  };
  // Not spread: `pid` is a getter that must stay one.
  return Object.assign(lab, { dispose });
}
