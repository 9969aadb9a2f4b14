import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { LabAgent, LabPorts, LabQueue } from './lab-options.ts';
import { configTemplateDir, dialplanFile } from './lab-paths.ts';

/** Everything the templates ask for. */
export type LabConfig = {
  folders: { etc: string; var: string; run: string; modules: string; data: string };
  /** First part of every Uniqueid, and what Asterisk calls itself in SIP. */
  systemName: string;
  amiSecret: string;
  ports: LabPorts;
  agents: readonly LabAgent[];
  queues: readonly LabQueue[];
  companyNumber: string;
  /** How long a direct call and an internal call ring. */
  dialSeconds: number;
  /** How long an outside number rings. */
  outboundSeconds: number;
};

/** Replaces every `@NAME@`; a name without a value is a mistake of ours and throws. */
export function renderTemplate(text: string, values: Record<string, string>): string {
  return text.replace(/@([A-Z_]+)@/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The lab's configuration templates ask for @${name}@, which has no value`);
    return value;
  });
}

/** Writes the whole configuration folder; it holds passwords, so only its owner may read it. */
export async function writeLabConfig(config: LabConfig): Promise<void> {
  const values = templateValues(config);
  await mkdir(config.folders.etc, { recursive: true });
  for (const name of await readdir(configTemplateDir())) {
    const template = await readFile(join(configTemplateDir(), name), 'utf8');
    await writeFile(join(config.folders.etc, name), renderTemplate(template, values));
    await chmod(join(config.folders.etc, name), 0o600);
  }
  const dialplan = join(config.folders.etc, 'trunkline.conf');
  await copyFile(dialplanFile(), dialplan);
  await chmod(dialplan, 0o600);
}

function templateValues(config: LabConfig): Record<string, string> {
  const { folders, ports, queues } = config;
  return {
    ETC: folders.etc,
    VAR: folders.var,
    RUN: folders.run,
    MODULES: folders.modules,
    DATA: folders.data,
    SYSTEM: config.systemName,
    AMI_SECRET: config.amiSecret,
    AMI_PORT: String(ports.ami),
    HTTP_PORT: String(ports.http),
    SIP_PORT: String(ports.sip),
    CARRIER_PORT: String(ports.carrier),
    RTP_FIRST: String(ports.rtpFirst),
    RTP_LAST: String(ports.rtpLast),
    ICE_HOSTS: iceHosts().join('\n'),
    COMPANY_NUMBER: config.companyNumber,
    DIAL_SECONDS: String(config.dialSeconds),
    OUTBOUND_SECONDS: String(config.outboundSeconds),
    AGENTS: config.agents.map(endpointSection).join('\n'),
    QUEUES: queues.map((queue) => queueSection(queue, config.agents)).join('\n'),
    QUEUE_DIDS: queues.map(queueDid).join('\n'),
    QUEUE_EXTENSIONS: queues.map(queueExtension).join('\n'),
  };
}

/** Each address of this machine is also offered as 127.0.0.1, which is all that a browser beside the lab needs. */
function iceHosts(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return addresses
    .filter((address) => address.family === 'IPv4' && !address.internal)
    .map((address) => `${address.address} => 127.0.0.1,include_local_address`);
}

function endpointSection({ extension, name, password, kind }: LabAgent): string {
  return [
    `[${extension}](${kind === 'webrtc' ? 'web' : 'desk'})`,
    `auth = ${extension}`,
    `aors = ${extension}`,
    `callerid = "${name}" <${extension}>`,
    `[${extension}](aor)`,
    `[${extension}](auth)`,
    `username = ${extension}`,
    `password = ${password}`,
    '',
  ].join('\n');
}

function queueSection(queue: LabQueue, agents: readonly LabAgent[]): string {
  const member = (extension: string) => {
    const name = agents.find((agent) => agent.extension === extension)?.name ?? extension;
    return `member => PJSIP/${extension},0,${name},PJSIP/${extension}`;
  };
  return [
    `[${queue.name}](queue)`,
    // A key pressed while waiting asks to be called back.
    'context = trunkline-callback',
    `strategy = ${queue.strategy}`,
    `timeout = ${queue.ringSeconds}`,
    `wrapuptime = ${queue.wrapUpSeconds ?? 0}`,
    ...queue.members.map(member),
    '',
  ].join('\n');
}

function queueDid(queue: LabQueue): string {
  const steps = [
    `Gosub(note-caller,s,1(${queue.did}))`,
    // Without Answer() the caller would hear nothing at all until an agent picks up.
    queue.answerFirst ? 'Answer()' : 'Ringing()',
    ...(queue.record ? ['Gosub(record,s,1)'] : []),
    `Set(TRUNKLINE_QUEUE=from-trunk,${queue.did},queue)`,
    // Who keeps a short line to Trunkline waits half a second at most for whom the caller belongs to.
    ...(queue.sticky ? ['Gosub(trunkline-route,s,1)'] : []),
    `(queue)Queue(${queue.name},tk,,,${queue.maxWaitSeconds})`,
    `Hangup(${queue.answerFirst ? 16 : 19})`,
  ];
  return dialplan(queue.did, steps);
}

function queueExtension(queue: LabQueue): string {
  return dialplan(queue.extension, [`Queue(${queue.name},tTkK,,,${queue.maxWaitSeconds})`, 'Hangup(19)']);
}

function dialplan(extension: string, steps: string[]): string {
  return steps
    .map((step, index) => {
      const [, label = '', application] = /^(\(\w+\))?(.*)$/.exec(step) ?? [];
      return index === 0 ? `exten => ${extension},1,${application}` : ` same => n${label},${application}`;
    })
    .join('\n');
}
