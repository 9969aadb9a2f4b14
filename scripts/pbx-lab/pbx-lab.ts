import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AmiClient, connectAmi } from './ami-client.ts';
import { type AsteriskProcess, startAsterisk } from './asterisk-process.ts';
import { chooseLabPorts } from './free-ports.ts';
import { type AsteriskPrefix, installAsterisk } from './install-asterisk.ts';
import { giveToAsterisk, type LabFolders, prepareLabFolders } from './lab-folders.ts';
import {
  checkLabOptions,
  DEFAULT_AGENTS,
  DEFAULT_QUEUES,
  type LabAgent,
  type LabPorts,
  type LabQueue,
} from './lab-options.ts';
import { waitUntilReady } from './lab-ready.ts';
import { PbxLabError } from './pbx-lab-error.ts';
import { isSameProcess, killStampedGroup, processStamp } from './process-stamp.ts';
import { type LabConfig, writeLabConfig } from './render-config.ts';

export type PbxLabOptions = {
  /** Folder of this lab: configuration, recordings, logs. Made when absent; used again when it was a lab before. */
  dir: string;
  /** Fixed ports; free ones are taken for the rest. */
  ports?: Partial<LabPorts>;
  /** Secret of the AMI users; made anew for each folder when not given. */
  amiSecret?: string;
  agents?: readonly LabAgent[];
  queues?: readonly LabQueue[];
  /** Number our outbound calls show. */
  companyNumber?: string;
  /** How long direct and internal calls ring, seconds. */
  dialSeconds?: number;
  /** How long outside numbers ring, seconds. */
  outboundSeconds?: number;
  /** Progress, one line at a time. */
  log?: (line: string) => void;
};

/** A running Asterisk with agents, queues and a carrier, on 127.0.0.1 only. */
export type PbxLab = {
  /** Where the lab lives; differs from the folder asked for only as `prepareLabFolders` tells. */
  readonly dir: string;
  readonly ports: LabPorts;
  /** For the bridge: `tcp://trunkline:secret@127.0.0.1:port`, a user with the least rights it needs. */
  readonly amiUrl: string;
  /** The same with every right, for tests. */
  readonly amiUrlAllRights: string;
  readonly amiPort: number;
  readonly amiSecret: string;
  readonly sipPort: number;
  readonly carrierPort: number;
  readonly httpPort: number;
  /** Holds `<uniqueid>.wav` for every recorded call. */
  readonly recordingsDir: string;
  /** Channel event log, columns in `CEL_COLUMNS`, no header line. */
  readonly celCsvPath: string;
  /** Asterisk's own warnings and errors. */
  readonly messagesPath: string;
  readonly asteriskVersion: string;
  /** First part of every Uniqueid. */
  readonly systemName: string;
  readonly companyNumber: string;
  readonly agents: readonly LabAgent[];
  readonly queues: readonly LabQueue[];
  readonly pid: number;
  isRunning(): boolean;
  /** Stops Asterisk; the folder stays. */
  stop(): Promise<void>;
  /** Kills Asterisk as a power cut would. */
  kill9(): Promise<void>;
  /** Stops it if it runs and starts it again on the same ports. Registrations survive, calls do not. */
  restart(): Promise<void>;
  /** A new AMI connection, with every right unless said otherwise. */
  connectAmi(user?: 'all' | 'trunkline'): Promise<AmiClient>;
};

/** Columns of the CEL file, in order. `eventtime` is seconds since 1970 with six decimals. */
export const CEL_COLUMNS = [
  'eventtype',
  'eventtime',
  'uniqueid',
  'linkedid',
  'channame',
  'peer',
  'extra',
  'context',
  'exten',
  'appname',
  'cid_num',
] as const;

/** A port found free may be lost to another program before Asterisk takes it; then the start is tried on others. */
const START_ATTEMPTS = 3;

/** What a lab folder remembers between starts. */
type LabState = { asterisk: string; owner: string; amiSecret: string; systemName: string };

/**
 * Starts a lab in about half a second once Asterisk is in the cache. It ends with this process at the latest. A lab left
 * behind in the same folder by a dead process is killed first.
 * @throws PbxLabError; its message is fit for a person.
 */
export async function startPbxLab(options: PbxLabOptions): Promise<PbxLab> {
  const agents = options.agents ?? DEFAULT_AGENTS;
  const queues = options.queues ?? DEFAULT_QUEUES;
  checkLabOptions(agents, queues, options.amiSecret);
  const prefix = await installAsterisk({ log: options.log });
  const folders = await prepareLabFolders(options.dir);
  const earlier = await takeOver(folders);
  const identity = {
    amiSecret: options.amiSecret ?? earlier?.amiSecret ?? randomBytes(12).toString('hex'),
    systemName: earlier?.systemName ?? `lab${randomBytes(3).toString('hex')}`,
  };
  let reason = '';
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    const config: LabConfig = {
      ...identity,
      folders: { ...folders, modules: prefix.modulesDir, data: prefix.dataDir },
      ports: await chooseLabPorts(options.ports),
      agents,
      queues,
      companyNumber: options.companyNumber ?? '5551000',
      dialSeconds: options.dialSeconds ?? 10,
      outboundSeconds: options.outboundSeconds ?? 15,
    };
    await writeLabConfig(config);
    await giveToAsterisk(folders.etc);
    const started = await launch(prefix, folders, config);
    if (typeof started !== 'string') return describeLab(prefix, folders, config, started);
    reason = started;
    options.log?.(`The PBX lab did not start: ${reason}.`);
  }
  throw await startFailure(folders, reason);
}

/** Kills what a dead process left running here; refuses when its owner is alive. */
async function takeOver(folders: LabFolders): Promise<LabState | undefined> {
  const text = await readFile(join(folders.dir, 'lab.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const state = JSON.parse(text) as LabState;
  if (isSameProcess(state.asterisk) && isSameProcess(state.owner)) {
    const owner = state.owner.split(':')[0];
    throw new PbxLabError(
      'already-running',
      `The PBX lab in ${folders.dir} is in use by process ${owner}; stop that one first.`,
    );
  }
  killStampedGroup(state.asterisk);
  return state;
}

/** Starts Asterisk and waits for it; a string tells why it did not come up. */
async function launch(
  prefix: AsteriskPrefix,
  folders: LabFolders,
  config: LabConfig,
): Promise<AsteriskProcess | string> {
  const command = [...prefix.command, '-f', '-n', '-C', join(folders.etc, 'asterisk.conf')];
  const asterisk = await startAsterisk(command, folders.output);
  const state: LabState = {
    asterisk: asterisk.stamp,
    owner: processStamp(process.pid),
    amiSecret: config.amiSecret,
    systemName: config.systemName,
  };
  await writeFile(join(folders.dir, 'lab.json'), JSON.stringify(state), { mode: 0o600 });
  const reason = await waitUntilReady(asterisk, config);
  if (reason === undefined) return asterisk;
  await asterisk.kill9();
  return reason;
}

async function startFailure(folders: LabFolders, reason: string): Promise<PbxLabError> {
  const texts = await Promise.all(
    [folders.messages, folders.output].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const detail = texts.map((text) => text.split('\n').slice(-40).join('\n')).join('\n');
  return new PbxLabError('start-failed', `Asterisk did not start in ${folders.dir}: ${reason}.`, { detail });
}

function describeLab(prefix: AsteriskPrefix, folders: LabFolders, config: LabConfig, first: AsteriskProcess): PbxLab {
  let asterisk = first;
  const { ports, amiSecret, systemName } = config;
  const amiUrl = (user: string) => `tcp://${user}:${amiSecret}@127.0.0.1:${ports.ami}`;
  return {
    dir: folders.dir,
    ports,
    amiUrl: amiUrl('trunkline'),
    amiUrlAllRights: amiUrl('all'),
    amiPort: ports.ami,
    amiSecret,
    sipPort: ports.sip,
    carrierPort: ports.carrier,
    httpPort: ports.http,
    recordingsDir: folders.recordings,
    celCsvPath: folders.celCsv,
    messagesPath: folders.messages,
    asteriskVersion: prefix.version,
    systemName,
    companyNumber: config.companyNumber,
    agents: config.agents,
    queues: config.queues,
    get pid() {
      return asterisk.pid;
    },
    isRunning: () => !asterisk.hasEnded(),
    stop: () => asterisk.stop(),
    kill9: () => asterisk.kill9(),
    restart: async () => {
      await asterisk.stop();
      const started = await launch(prefix, folders, config);
      if (typeof started === 'string') throw await startFailure(folders, started);
      asterisk = started;
    },
    connectAmi: (user = 'all') => connectAmi(ports.ami, user, amiSecret),
  };
}
