import { join } from 'node:path';
import { type PbxLab, type PbxLabOptions, startPbxLab } from '../pbx-lab/pbx-lab.ts';
import { type BuiltProcess, startBuilt } from './built-process.ts';
import { type ServerStack, type ServerStackOptions, startServerStack } from './server-stack.ts';
import { waitFor } from './wait-for.ts';

/** Everything as it runs at a customer's: PostgreSQL, built server and bridge as processes of their own, a real Asterisk. */
export type FullStack = ServerStack & { readonly lab: PbxLab; readonly bridge: BuiltProcess };

export type FullStackOptions = ServerStackOptions & {
  lab?: Omit<PbxLabOptions, 'dir'>;
  /** What is to be in the base before the bridge comes. */
  prepare?: (server: ServerStack) => Promise<void>;
  /** Where the bridge finds AMI, if not at the lab itself: a wire in between that can be cut. */
  amiPort?: (lab: PbxLab) => Promise<number>;
};

/** Resolves when the bridge is in step with the PBX. */
export async function startFullStack(options: FullStackOptions): Promise<FullStack> {
  const base = await startServerStack(options);
  const started: { stop(): Promise<void> }[] = [base];
  const stop = async () => {
    for (const part of [...started].reverse()) await part.stop();
  };
  try {
    await options.prepare?.(base);
    const lab = await startPbxLab({ dir: join(base.dir, 'pbx-lab'), ...options.lab });
    started.push(lab);
    const bridge = await startBridge(base, lab, options);
    started.push(bridge);
    await waitFor(
      'the bridge is in step with the PBX',
      () => linkState(base),
      (state) => state === 'up',
      60_000,
    ).catch((error: Error) => {
      throw new Error(`${error.message}\n${bridge.log.slice(-20).join('\n')}`, { cause: error });
    });
    return { ...base, lab, bridge, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startBridge(base: ServerStack, lab: PbxLab, options: FullStackOptions): Promise<BuiltProcess> {
  const amiPort = await (options.amiPort?.(lab) ?? lab.amiPort);
  return startBuilt('bridge', 'pbx-bridge/start.js', {
    ...base.env,
    SERVER_URL: base.bridgeUrl,
    AMI_URL: lab.amiUrl.replace(`:${lab.amiPort}`, `:${amiPort}`),
    PBX_RECORDINGS_DIR: lab.recordingsDir,
    PBX_DIAL_CONTEXT: 'from-agent',
    ...options.env,
  });
}

async function linkState({ api }: ServerStack): Promise<string | undefined> {
  const { items } = await api.get<{ items: { state: string }[] }>('pbx');
  return items[0]?.state;
}
