import type { PbxLab } from '../pbx-lab.ts';
import type { BehaviourOf, CallOptions } from './call-behaviour.ts';
import { digestAuthorization } from './digest.ts';
import type { LegTruth } from './leg-truth.ts';
import type { PhoneCall } from './phone-call.ts';
import type { MediaKind } from './rtp-stream.ts';
import { SipLine } from './sip-line.ts';
import { randomToken } from './sip-link.ts';
import { header, type SipHeader, type SipRequest, type SipResponse } from './sip-message.ts';

export type PhoneOptions = {
  lab: Pick<PbxLab, 'sipPort' | 'agents'>;
  extension: string;
  /** Default: the one the lab gave this extension. */
  password?: string;
  /** Frequency this phone sends, Hz: a multiple of 50 from 300 to 3400. Default: one of its own by extension. */
  tone?: number;
  /** Default `tone`. */
  media?: MediaKind;
};

/** A scripted desk phone. */
export type Phone = {
  readonly extension: string;
  readonly tone: number;
  readonly port: number;
  /** Signs in and stays so. @throws Error when the PBX refuses. */
  register(): Promise<void>;
  unregister(): Promise<void>;
  /** What to do with calls from now on; until told, it only rings. */
  onCall(behaviour: BehaviourOf): void;
  /** Resolves with the next incoming call. */
  nextCall(): Promise<PhoneCall>;
  call(number: string, options?: CallOptions): PhoneCall;
  /** Calls not over yet. */
  readonly calls: PhoneCall[];
  /** The truth of all calls that are over. */
  readonly legs: readonly LegTruth[];
  /** Falls silent as if unplugged; still registered as far as the PBX knows. */
  die(): void;
  revive(): void;
  /** Hangs up, and closes the ports; stays registered as far as the PBX knows. */
  close(): Promise<void>;
};

/** Seconds a registration lasts; renewed at half time, so that the phone comes back after the PBX lost its memory. */
const REGISTRATION_SECONDS = 120;

/** A phone on a free port; it is not registered yet. */
export async function createPhone(options: PhoneOptions): Promise<Phone> {
  const { lab, extension } = options;
  const password = options.password ?? lab.agents.find((agent) => agent.extension === extension)?.password ?? '';
  const tone = options.tone ?? toneOfNumber(extension);
  const party = { name: extension, toneHz: tone, media: options.media ?? 'tone' };
  const line = await SipLine.open({ port: 0, peerPort: lab.sipPort, partyFor: () => party });
  const credentials = { user: extension, password };
  const address = `sip:${extension}@127.0.0.1:${lab.sipPort}`;
  const registration = keepRegistered(line, address, credentials);
  return {
    extension,
    tone,
    port: line.link.port,
    register: registration.start,
    unregister: registration.stop,
    onCall: (behaviour) => line.setBehaviour(behaviour),
    nextCall: () => line.nextCall(),
    call: (number, callOptions = {}) => {
      const target = `sip:${encodeURIComponent(number)}@127.0.0.1:${lab.sipPort}`;
      return line.place(party, number, { target, from: `<${address}>`, extra: [], credentials }, callOptions);
    },
    get calls() {
      return line.calls;
    },
    get legs() {
      return line.legs;
    },
    die: () => line.die(),
    revive: () => line.revive(),
    close: () => {
      registration.forget();
      return line.close();
    },
  };
}

/** A tone for every number, so that tests need not choose: neighbours differ, 63 different ones in all. */
export function toneOfNumber(number: string): number {
  return 300 + (Number(number.replace(/\D/g, '').slice(-4)) % 63) * 50;
}

type Credentials = { user: string; password: string };

function keepRegistered(line: SipLine, address: string, credentials: Credentials) {
  const callId = `${randomToken()}@127.0.0.1`;
  let sequence = 0;
  let timer: NodeJS.Timeout | undefined;
  const send = (seconds: number, extra: SipHeader[]): Promise<{ request: SipRequest; response: SipResponse }> => {
    sequence += 1;
    const request = registerRequest(line, address, callId, sequence, seconds, extra);
    return new Promise((resolve) => {
      line.link.request(request, (response) => response.status >= 200 && resolve({ request, response }));
    });
  };
  const register = async (seconds: number) => {
    let { request, response } = await send(seconds, []);
    if (response.status === 401) {
      const challenge = header(response, 'WWW-Authenticate');
      const answer = digestAuthorization(challenge, { method: 'REGISTER', uri: request.uri, ...credentials });
      ({ request, response } = await send(seconds, [['Authorization', answer]]));
    }
    if (response.status !== 200) {
      throw new Error(`Phone ${credentials.user} could not register: ${response.status} ${response.reason}`);
    }
  };
  const forget = () => clearInterval(timer);
  return {
    forget,
    start: async () => {
      await register(REGISTRATION_SECONDS);
      forget();
      // A renewal that fails is tried again at the next turn; the PBX may be down on purpose.
      timer = setInterval(() => register(REGISTRATION_SECONDS).catch(() => undefined), REGISTRATION_SECONDS * 500);
      timer.unref();
    },
    stop: async () => {
      forget();
      await register(0);
    },
  };
}

function registerRequest(
  line: SipLine,
  address: string,
  callId: string,
  sequence: number,
  seconds: number,
  extra: SipHeader[],
): SipRequest {
  const user = address.slice(4, address.indexOf('@'));
  return {
    kind: 'request',
    method: 'REGISTER',
    uri: `sip:127.0.0.1:${line.link.peerPort}`,
    headers: [
      ['Via', line.link.newVia()],
      ['Max-Forwards', '70'],
      ['From', `<${address}>;tag=${randomToken()}`],
      ['To', `<${address}>`],
      ['Call-ID', callId],
      ['CSeq', `${sequence} REGISTER`],
      ['Contact', `<sip:${user}@127.0.0.1:${line.link.port}>`],
      ['Expires', String(seconds)],
      ...extra,
    ],
    body: '',
  };
}
