import type { PbxLab } from '../pbx-lab.ts';
import type { BehaviourOf, CallBehaviour, CallOptions } from './call-behaviour.ts';
import type { LegTruth } from './leg-truth.ts';
import { toneOfNumber } from './phone.ts';
import type { PhoneCall } from './phone-call.ts';
import type { MediaKind } from './rtp-stream.ts';
import { quoted } from './sip-address.ts';
import { SipLine } from './sip-line.ts';
import type { SipHeader } from './sip-message.ts';

export type CarrierOptions = {
  lab: Pick<PbxLab, 'sipPort' | 'carrierPort'>;
  /** Default `tone`. */
  media?: MediaKind;
  /** Tone of a customer; default by the last digits of the number. */
  toneOf?: (number: string) => number;
};

export type CallIn = CallOptions & {
  /** Number of the customer. */
  from: string;
  /** Number of ours that is dialled. */
  to: string;
  name?: string;
  /**
   * `anonymous` (or true): the number is not sent at all. `privacy`: it is sent to us in P-Asserted-Identity with
   * `Privacy: id`, as carriers do between themselves.
   */
  withheld?: boolean | 'anonymous' | 'privacy';
};

/** The outside world: one trunk on which any number of customers call and are called. */
export type Carrier = {
  /** A customer calls us. */
  callIn(call: CallIn): PhoneCall;
  /** What customers do when we call them; until told, they only ring. `call.party` in the truth is the number dialled. */
  onOutbound(behaviour: (number: string, call: PhoneCall) => CallBehaviour): void;
  /** Resolves with the next call of ours to a customer. */
  nextOutbound(): Promise<PhoneCall>;
  toneOf(number: string): number;
  readonly calls: PhoneCall[];
  readonly legs: readonly LegTruth[];
  die(): void;
  revive(): void;
  close(): Promise<void>;
};

/** Opens the carrier's port of the lab. Only one carrier per lab. */
export async function createCarrier(options: CarrierOptions): Promise<Carrier> {
  const { lab } = options;
  const media = options.media ?? 'tone';
  const toneOf = options.toneOf ?? toneOfNumber;
  const party = (number: string) => ({ name: number, toneHz: toneOf(number), media });
  const line = await SipLine.open({ port: lab.carrierPort, peerPort: lab.sipPort, partyFor: party });
  return {
    callIn: ({ from, to, name, withheld, ...callOptions }) => {
      const target = `sip:${encodeURIComponent(to)}@127.0.0.1:${lab.sipPort}`;
      const identity = callerIdentity(from, name, withheld, lab.carrierPort);
      return line.place(party(from), to, { target, ...identity, credentials: undefined }, callOptions);
    },
    onOutbound: (behaviour) =>
      line.setBehaviour(((call: PhoneCall) => behaviour(call.truth().party, call)) as BehaviourOf),
    nextOutbound: () => line.nextCall(),
    toneOf,
    get calls() {
      return line.calls;
    },
    get legs() {
      return line.legs;
    },
    die: () => line.die(),
    revive: () => line.revive(),
    close: () => line.close(),
  };
}

function callerIdentity(
  number: string,
  name: string | undefined,
  withheld: CallIn['withheld'],
  port: number,
): { from: string; extra: SipHeader[] } {
  const address = `<sip:${encodeURIComponent(number)}@127.0.0.1:${port}>`;
  const shown = name === undefined ? address : `${quoted(name)} ${address}`;
  if (withheld === undefined || withheld === false) return { from: shown, extra: [] };
  const from = '"Anonymous" <sip:anonymous@anonymous.invalid>';
  if (withheld !== 'privacy') return { from, extra: [['Privacy', 'id']] };
  return {
    from,
    extra: [
      ['P-Asserted-Identity', shown],
      ['Privacy', 'id'],
    ],
  };
}
