import { PbxLabError } from './pbx-lab-error.ts';

/** An agent's phone as the lab's Asterisk knows it. */
export type LabAgent = {
  /** Three digits, 100 to 599. */
  extension: string;
  name: string;
  password: string;
  /** `webrtc`: a browser softphone over ws. */
  kind: 'udp' | 'webrtc';
};

export type LabQueue = {
  name: string;
  strategy: 'ringall' | 'rrmemory' | 'leastrecent' | 'fewestcalls' | 'random' | 'linear';
  /** Extensions of the agents in it; more can be added over AMI. */
  members: string[];
  /** Number the carrier dials. */
  did: string;
  /** Number the agents dial, four digits. */
  extension: string;
  /** Asterisk picks up before an agent does, as most companies have it; the caller then hears music. */
  answerFirst: boolean;
  record: boolean;
  /** The dialplan asks Trunkline whom a known caller belongs to before they wait. */
  sticky?: boolean;
  /** Seconds one round of ringing lasts. */
  ringSeconds: number;
  /** Seconds after which the caller is turned away. */
  maxWaitSeconds: number;
  /** Asterisk's own wrap-up, seconds; Trunkline times wrap-up itself, so 0 unless a test wants it. */
  wrapUpSeconds?: number;
};

/** All ports are on 127.0.0.1. */
export type LabPorts = {
  ami: number;
  http: number;
  /** UDP, the agents register here. */
  sip: number;
  /** UDP, the simulated carrier listens here. */
  carrier: number;
  rtpFirst: number;
  rtpLast: number;
};

const NAMES = ['Alice', 'Bob', 'Carol', 'Dmitri', 'Elena', 'Farid', 'Giulia', 'Hugo', 'Irina', 'Jonas'];

/** A phone with the password every lab phone has: `pw` and its extension. */
export function labAgent(extension: string, name: string, kind: LabAgent['kind'] = 'udp'): LabAgent {
  return { extension, name, password: `pw${extension}`, kind };
}

/** Desk phones 101 to 110 and browser phones 121 and 122. */
export const DEFAULT_AGENTS: readonly LabAgent[] = [
  ...NAMES.map((name, index) => labAgent(String(101 + index), name)),
  labAgent('121', 'Karin', 'webrtc'),
  labAgent('122', 'Luca', 'webrtc'),
];

/** `sales` rings everybody at once, `support` one after the other; two agents belong to both. */
export const DEFAULT_QUEUES: readonly LabQueue[] = [
  {
    name: 'sales',
    strategy: 'ringall',
    members: ['101', '102', '103', '104'],
    did: '5551000',
    extension: '1000',
    answerFirst: true,
    record: true,
    ringSeconds: 10,
    maxWaitSeconds: 60,
  },
  {
    name: 'support',
    strategy: 'rrmemory',
    members: ['103', '104', '105', '106'],
    did: '5552000',
    extension: '2000',
    answerFirst: false,
    record: true,
    ringSeconds: 4,
    maxWaitSeconds: 8,
  },
];

/** @throws PbxLabError `bad-option` naming the value and what is allowed. */
export function checkLabOptions(agents: readonly LabAgent[], queues: readonly LabQueue[], amiSecret?: string): void {
  // It is written into manager.conf and into an address as it is; never repeated in a message.
  refuseUnless(
    amiSecret === undefined || /^[\w.-]{8,64}$/.test(amiSecret),
    'The AMI secret of the lab must have 8 to 64 letters, digits, dots, - or _',
  );
  const known = new Set<string>();
  for (const { extension, password, name } of agents) {
    refuseUnless(/^[1-5]\d\d$/.test(extension), `Lab extension ${extension}: three digits from 100 to 599 are allowed`);
    refuseUnless(!known.has(extension), `Lab extension ${extension} is given twice`);
    refuseUnless(
      /^[\w .'-]+$/u.test(password),
      `The password of lab extension ${extension} has a character SIP would misread`,
    );
    refuseUnless(
      /^[^"<>;\r\n\\]+$/.test(name),
      `The name of lab extension ${extension} has a character SIP would misread`,
    );
    known.add(extension);
  }
  for (const queue of queues) {
    refuseUnless(
      /^[a-z][a-z0-9-]*$/.test(queue.name),
      `Lab queue ${queue.name}: small letters, digits and - are allowed`,
    );
    refuseUnless(
      /^\d{5,}$/.test(queue.did),
      `The number of lab queue ${queue.name} must be five digits or more, it is ${queue.did}`,
    );
    refuseUnless(/^\d{4}$/.test(queue.extension), `The extension of lab queue ${queue.name} must have four digits`);
    for (const member of queue.members) {
      refuseUnless(known.has(member), `Lab queue ${queue.name} names the unknown extension ${member}`);
    }
  }
}

function refuseUnless(condition: boolean, sentence: string): void {
  if (!condition) throw new PbxLabError('bad-option', `${sentence}.`);
}
