/** Runs the PBX lab alone, with phones that answer and customers who call, until Ctrl-C. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_AGENTS, labAgent } from './pbx-lab/lab-options.ts';
import { projectRoot } from './pbx-lab/lab-paths.ts';
import { type PbxLab, startPbxLab } from './pbx-lab/pbx-lab.ts';
import { PbxLabError } from './pbx-lab/pbx-lab-error.ts';
import { createPhone } from './pbx-lab/phone/phone.ts';
import { recordTrace, type TraceRecording } from './pbx-lab/record-trace.ts';
import { startDemoTraffic } from './pbx-lab/simulate-customers.ts';

const HELP = `Runs a real Asterisk on 127.0.0.1 with simulated agents and customers, until Ctrl-C.

  npx tsx scripts/run-pbx-lab.ts [options]

  --dir FOLDER       where the lab lives (default data/pbx-lab)
  --phones LIST      extensions with a scripted phone (default 101,102,103,104,105,106)
  --every SECONDS    mean time between two calls (default 8); 0: no calls
  --seed NUMBER      the same seed plans the same calls (default 1)
  --trace FILE       records all that Asterisk says on AMI to FILE
  --ami-port, --http-port, --sip-port, --carrier-port PORT
                     fixed ports instead of free ones
  --help             this text

PBX_LAB_AMI_SECRET is the secret of the AMI users, for a bridge that is started apart; not set: made by the lab.
`;

const CUSTOMERS = [
  { number: '+74951204567', name: 'Anna Petrova' },
  { number: '+79163012218', name: 'Igor Volkov' },
  { number: '+33142685300', name: 'Claire Martin' },
  { number: '+390552345678', name: 'Paolo Conti' },
  { number: '+442079460011', name: 'Ruth Adams' },
];

const options = {
  dir: { type: 'string', default: join(projectRoot(), 'data', 'pbx-lab') },
  phones: { type: 'string', default: '101,102,103,104,105,106' },
  every: { type: 'string', default: '8' },
  seed: { type: 'string', default: '1' },
  trace: { type: 'string' },
  'ami-port': { type: 'string' },
  'http-port': { type: 'string' },
  'sip-port': { type: 'string' },
  'carrier-port': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

function wholeNumber(name: keyof typeof options, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text))
    throw new PbxLabError('bad-option', `--${name} must be a whole number, it is ${JSON.stringify(text)}.`);
  return Number(text);
}

async function run(values: Values): Promise<void> {
  const extensions = values.phones.split(',').filter((extension) => extension !== '');
  const everySeconds = wholeNumber('every', values.every) ?? 8;
  const seed = wholeNumber('seed', values.seed) ?? 1;
  const log = (line: string) => console.log(line);
  const added = extensions.filter((extension) => !DEFAULT_AGENTS.some((agent) => agent.extension === extension));
  const lab = await startPbxLab({
    dir: values.dir,
    agents: [...DEFAULT_AGENTS, ...added.map((extension) => labAgent(extension, `Agent ${extension}`))],
    ports: {
      ami: wholeNumber('ami-port', values['ami-port']),
      http: wholeNumber('http-port', values['http-port']),
      sip: wholeNumber('sip-port', values['sip-port']),
      carrier: wholeNumber('carrier-port', values['carrier-port']),
    },
    amiSecret: process.env.PBX_LAB_AMI_SECRET || undefined,
    log,
  });
  const trace = values.trace === undefined ? undefined : await recordTrace(lab, values.trace);
  const phones = await Promise.all(extensions.map((extension) => createPhone({ lab, extension })));
  await Promise.all(phones.map((phone) => phone.register()));
  introduce(lab, extensions);
  const traffic =
    everySeconds === 0
      ? undefined
      : await startDemoTraffic({ lab, phones, seed, customers: CUSTOMERS, everySeconds, log });
  await untilAskedToStop();
  console.log('Stopping.');
  await traffic?.stop();
  await Promise.all(phones.map((phone) => phone.close()));
  await finishTrace(trace, values.trace);
  await lab.stop();
}

function introduce(lab: PbxLab, extensions: string[]): void {
  console.log(`Asterisk ${lab.asteriskVersion} runs in ${lab.dir}
  AMI          ${lab.amiUrl}   (least rights; user "all" has every right)
  SIP          127.0.0.1:${lab.sipPort}/udp, password pw<extension>
  browser SIP  ws://127.0.0.1:${lab.httpPort}/ws
  carrier      127.0.0.1:${lab.carrierPort}/udp
  recordings   ${lab.recordingsDir}
  CEL          ${lab.celCsvPath}
  phones       ${extensions.join(', ')}
  numbers      ${lab.queues.map((queue) => `${queue.did} ${queue.name}`).join(', ')}, 5551<extension> direct
Ctrl-C stops it.`);
}

function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

async function finishTrace(trace: TraceRecording | undefined, file: string | undefined): Promise<void> {
  if (trace !== undefined) console.log(`${await trace.stop()} AMI messages are in ${file}.`);
}

try {
  const { values } = parseArgs({ options });
  if (values.help) console.log(HELP);
  else await run(values);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof PbxLabError && error.detail !== '') console.error(error.detail);
  process.exitCode = 1;
}
