import type { BehaviourOf, CallBehaviour, CallOptions } from './call-behaviour.ts';
import type { CallContext } from './call-context.ts';
import { CallMedia } from './call-media.ts';
import { IncomingInvite } from './incoming-invite.ts';
import { draftLeg, type LegTruth } from './leg-truth.ts';
import { type OutgoingCall, type OutgoingInvite, sendInvite } from './outgoing-invite.ts';
import { PhoneCall } from './phone-call.ts';
import { type MediaKind, RtpPort } from './rtp-stream.ts';
import { parseSipAddress, uriUser } from './sip-address.ts';
import { openSipLink, randomToken, responseTo, type SipLink } from './sip-link.ts';
import { header, type SipRequest } from './sip-message.ts';
import { GIVE_UP_MS } from './sip-timers.ts';

/** Who a party on this line is, and what it sounds like. */
export type Party = { name: string; toneHz: number; media: MediaKind };

export type LineOptions = {
  /** UDP port of ours, 0 for any free one. */
  port: number;
  peerPort: number;
  /** Which party of this line an INVITE is for. */
  partyFor: (dialled: string) => Party;
};

/** A SIP port with its calls: the common part of an agent's phone and of the carrier. */
export class SipLine {
  readonly link: SipLink;
  readonly #rtp: RtpPort;
  readonly #options: LineOptions;
  readonly #calls = new Map<string, PhoneCall>();
  readonly #legs: LegTruth[] = [];
  #waiting: ((call: PhoneCall) => void)[] = [];
  #behaviour: BehaviourOf = { kind: 'ring' };

  private constructor(options: LineOptions, link: SipLink, rtp: RtpPort) {
    this.#options = options;
    this.link = link;
    this.#rtp = rtp;
  }

  static async open(options: LineOptions): Promise<SipLine> {
    const rtp = await RtpPort.open();
    const opened: { line?: SipLine } = {};
    const link = await openSipLink(options.port, options.peerPort, (request) => opened.line?.receive(request));
    opened.line = new SipLine(options, link, rtp);
    return opened.line;
  }

  /** Calls that are not over. */
  get calls(): PhoneCall[] {
    return [...this.#calls.values()].filter((call) => call.state !== 'ended');
  }

  /** The truth of every call that is over, in the order of their ends. */
  get legs(): readonly LegTruth[] {
    return this.#legs;
  }

  setBehaviour(behaviour: BehaviourOf): void {
    this.#behaviour = behaviour;
  }

  /** Resolves with the next call that comes in. */
  nextCall(): Promise<PhoneCall> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  place(party: Party, dialled: string, outgoing: OutgoingCall, options: CallOptions): PhoneCall {
    const context = this.#newContext(party, 'out', `${randomToken()}@127.0.0.1`, dialled, '');
    let invite: OutgoingInvite | undefined;
    let isGivenUp = false;
    const giveUp = () => {
      isGivenUp = true;
      invite?.cancel();
    };
    const call = this.#keep(new PhoneCall(context, { answer: undefined, giveUp }));
    invite = sendInvite(context, outgoing, {
      onRinging: (response) => {
        if (response.body !== '') context.media.accept(response.body);
        call.markRinging();
      },
      onAnswered: (dialog, response) => {
        context.media.accept(response.body);
        call.markAnswered(dialog);
        if (isGivenUp) void call.hangup();
      },
      onFailed: (response) => {
        const silent = response.status === 408 && response.reason === 'No answer';
        call.markEnded(isGivenUp ? 'us' : silent ? null : 'them', response.status, response);
      },
    });
    this.#runTimers(call, options);
    return call;
  }

  /** As if the power went: nothing is answered, nothing is sent; calls end unknown to the PBX. */
  die(): void {
    this.link.setMute(true);
    for (const call of this.calls) call.die();
  }

  revive(): void {
    this.link.setMute(false);
  }

  /** Ends all calls in order, then closes the ports. */
  async close(): Promise<void> {
    await Promise.race([
      Promise.all(this.calls.map((call) => call.hangup())),
      new Promise((resolve) => setTimeout(resolve, 1000)),
    ]);
    for (const call of this.calls) call.die();
    this.link.close();
    this.#rtp.close();
  }

  private receive(request: SipRequest): void {
    const call = this.#calls.get(header(request, 'Call-ID'));
    if (call !== undefined) call.receive(request);
    else if (request.method === 'INVITE') this.#onInvite(request);
    else this.link.respond(request, responseTo(request, request.method === 'OPTIONS' ? 200 : 481, randomToken()));
  }

  #onInvite(invite: SipRequest): void {
    const caller = parseSipAddress(header(invite, 'From'));
    const party = this.#options.partyFor(uriUser(invite.uri));
    const context = this.#newContext(party, 'in', header(invite, 'Call-ID'), caller.user, caller.displayName);
    const incoming = new IncomingInvite(context, invite);
    const call = this.#keep(
      new PhoneCall(context, {
        answer: () => {
          incoming.answer();
          return incoming.dialog;
        },
        giveUp: (status) => incoming.refuse(status),
      }),
    );
    const behaviour = typeof this.#behaviour === 'function' ? this.#behaviour(call) : this.#behaviour;
    this.#behave(call, incoming, behaviour);
    for (const resolve of this.#waiting.splice(0)) resolve(call);
  }

  #behave(call: PhoneCall, incoming: IncomingInvite, behaviour: CallBehaviour): void {
    if (behaviour.kind === 'ignore') {
      call.die();
      return;
    }
    const rings = behaviour.kind !== 'reject' || behaviour.ring !== false;
    if (rings) {
      incoming.ring(behaviour.kind === 'answer' && behaviour.earlyMedia === true);
      call.markRinging();
    }
    if (behaviour.kind === 'ring') return;
    const act = () => {
      if (call.state !== 'ringing') return;
      if (behaviour.kind === 'answer') {
        call.answer();
        this.#runTimers(call, behaviour);
        if (behaviour.greetingMs !== undefined) this.#later(call, behaviour.greetingMs, () => call.quieten());
      } else if (behaviour.kind === 'reject') call.reject(behaviour.status);
      else {
        incoming.refuse(302, [['Contact', `<sip:${behaviour.to}@127.0.0.1:${this.link.peerPort}>`]]);
        call.markEnded('us', 302);
      }
    };
    if ((behaviour.afterMs ?? 0) === 0) act();
    else this.#later(call, behaviour.afterMs!, act);
  }

  #runTimers(call: PhoneCall, options: CallOptions): void {
    if (options.giveUpMs !== undefined) {
      this.#later(call, options.giveUpMs, () => call.state === 'ringing' && void call.hangup());
    }
    const { talkMs } = options;
    if (talkMs === undefined) return;
    void call.answered.then((answered) => {
      if (answered) this.#later(call, talkMs, () => void call.hangup());
    });
  }

  /** Runs `act` after a while, unless the call is over by then. */
  #later(call: PhoneCall, ms: number, act: () => void): void {
    const timer = setTimeout(act, ms);
    void call.ended.then(() => clearTimeout(timer));
  }

  #newContext(
    party: Party,
    direction: LegTruth['direction'],
    callId: string,
    other: string,
    otherName: string,
  ): CallContext {
    const media = new CallMedia(this.#rtp, party.media, party.toneHz);
    const leg = draftLeg({
      callId,
      party: party.name,
      toneHz: party.toneHz,
      direction,
      with: other,
      withName: otherName,
    });
    return { link: this.link, media, leg, localTag: randomToken(), contactUser: encodeURIComponent(party.name) };
  }

  /** Ended calls stay known for a while: reports of transfers and repeated messages still come. */
  #keep(call: PhoneCall): PhoneCall {
    this.#calls.set(call.callId, call);
    void call.ended.then((leg) => {
      this.#legs.push(leg);
      setTimeout(() => this.#calls.delete(call.callId), GIVE_UP_MS).unref();
    });
    return call;
  }
}
