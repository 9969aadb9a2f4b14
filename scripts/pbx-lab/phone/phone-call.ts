import type { CallContext } from './call-context.ts';
import { CallRenegotiation } from './call-renegotiation.ts';
import { CallTransfers, type Referral, replacesAddress } from './call-transfer.ts';
import { deferred } from './deferred.ts';
import { finishLeg, type LegTruth, moment, type Side } from './leg-truth.ts';
import { dialogRequest, type SipDialog } from './sip-dialog.ts';
import { responseTo } from './sip-link.ts';
import { header, type SipMessage, type SipRequest } from './sip-message.ts';
import type { ToneHeard } from './tone-meter.ts';

/** How a call that is not answered yet is ended by us, or accepted. Set by the one who made the call. */
export type CallSetup = {
  /** Only incoming calls can be answered. */
  answer: (() => SipDialog) | undefined;
  /** Refuses an incoming call with this status, or takes an outgoing one back. */
  giveUp: (status: number) => void;
};

/** One call of a scripted phone. It acts when told and keeps the truth of what happened. */
export class PhoneCall {
  readonly direction: 'in' | 'out';
  /** Number on the display, or the number dialled. */
  readonly with: string;
  readonly withName: string;
  /** SIP Call-ID. */
  readonly callId: string;
  /** True once it rings (here or there), false when it ended without. */
  readonly ringing: Promise<boolean>;
  /** True once answered, false when it ended unanswered. Never rejects. */
  readonly answered: Promise<boolean>;
  readonly ended: Promise<LegTruth>;

  readonly #context: CallContext;
  readonly #setup: CallSetup;
  readonly #transfers: CallTransfers;
  readonly #renegotiation: CallRenegotiation;
  readonly #ringing = deferred<boolean>();
  readonly #answered = deferred<boolean>();
  readonly #ended = deferred<LegTruth>();
  #dialog: SipDialog | undefined;
  #truth: LegTruth | undefined;
  #isDead = false;

  constructor(context: CallContext, setup: CallSetup) {
    this.#context = context;
    this.#setup = setup;
    this.#transfers = new CallTransfers(context);
    this.#renegotiation = new CallRenegotiation(context);
    this.direction = context.leg.direction;
    this.with = context.leg.with;
    this.withName = context.leg.withName;
    this.callId = context.leg.callId;
    this.ringing = this.#ringing.promise;
    this.answered = this.#answered.promise;
    this.ended = this.#ended.promise;
  }

  get state(): 'ringing' | 'talking' | 'ended' {
    if (this.#truth !== undefined) return 'ended';
    return this.#dialog === undefined ? 'ringing' : 'talking';
  }

  /** The truth so far; the final one once the call has ended. */
  truth(): LegTruth {
    return this.#truth ?? finishLeg(this.#context.leg, moment(), this.heard());
  }

  /** Every tone heard so far, by frequency. Empty unless the phone's media is `tone`. */
  heard(): Record<number, ToneHeard> {
    return this.#context.media.meter.heard();
  }

  /** Resolves true when `seconds` more of a tone were heard, false when the call ends before. */
  hears(hz: number, seconds = 0.3): Promise<boolean> {
    return this.#context.media.meter.hearMore(hz, seconds);
  }

  /** Resolves true when `seconds` more of audio came in, music or silence alike; false when the call ends before. */
  listens(seconds: number): Promise<boolean> {
    return this.#context.media.meter.listenMore(seconds);
  }

  /** Picks up a ringing incoming call. Nothing happens when it is over or answered already. */
  answer(): void {
    if (this.state === 'ringing' && this.#setup.answer !== undefined) this.markAnswered(this.#setup.answer());
  }

  /** Refuses a ringing incoming call. */
  reject(status: number): void {
    if (this.state !== 'ringing' || this.direction !== 'in') return;
    this.#setup.giveUp(status);
    this.markEnded('us', status);
  }

  /** Ends the call in whatever way its state asks for: BYE, CANCEL, or 603 while it rings here. */
  hangup(): Promise<LegTruth> {
    if (this.state === 'talking') {
      this.#request('BYE');
      this.markEnded('us');
    } else if (this.direction === 'in') this.reject(603);
    else if (this.state === 'ringing') this.#setup.giveUp(487);
    return this.ended;
  }

  /** Resolves with the final SIP status; the other side then hears music. */
  hold(): Promise<number> {
    return this.#change('sendonly');
  }

  unhold(): Promise<number> {
    return this.#change('sendrecv');
  }

  /**
   * Sends the other party to a number (REFER) and hangs up as soon as the PBX has taken it, or with `hangUp: 'completed'`
   * when the target has answered, as some phones do.
   */
  blindTransfer(to: string, options: { hangUp?: 'accepted' | 'completed' | 'never' } = {}): Referral {
    const { peerPort } = this.#context.link;
    const referral = this.#refer('blind', to, `sip:${encodeURIComponent(to)}@127.0.0.1:${peerPort}`);
    const when = options.hangUp ?? 'accepted';
    if (when !== 'never') void this.#hangUpAfter(referral[when]);
    return referral;
  }

  /** Joins the other party of this call with that of `other` and leaves (REFER with Replaces). */
  attendedTransfer(other: PhoneCall): Referral {
    const target = other.#dialog;
    if (target === undefined) throw new Error('The second call of an attended transfer is not answered');
    const user = other.with;
    const referral = this.#refer('attended', user, replacesAddress(user, this.#context.link.peerPort, target));
    void this.#hangUpAfter(referral.completed);
    void other.#hangUpAfter(referral.completed);
    return referral;
  }

  /** Says nothing more, and goes on listening. */
  quieten(): void {
    this.#context.media.quieten();
  }

  /** Types keys as RFC 4733 events; resolves when the last one is sent. */
  sendDtmf(keys: string): Promise<void> {
    return this.#context.media.type(keys);
  }

  /** Falls silent without a word, like a phone that lost power; the PBX is told nothing. */
  die(): void {
    this.#isDead = true;
    this.markEnded(null);
    this.#transfers.close();
  }

  /** For the line: this call rings. */
  markRinging(): void {
    this.#context.leg.ringingAt ??= moment();
    this.#ringing.resolve(true);
  }

  /** For the line: this call is answered and lives in this dialog from now on. */
  markAnswered(dialog: SipDialog): void {
    const { leg } = this.#context;
    this.#dialog = dialog;
    leg.answeredAt = moment();
    leg.finalStatus = 200;
    this.#ringing.resolve(true);
    this.#answered.resolve(true);
  }

  /** For the line: this call is over. Only the first end counts. */
  markEnded(by: Side | null, finalStatus?: number, message?: SipMessage): void {
    if (this.#truth !== undefined) return;
    const { leg, media } = this.#context;
    leg.endedBy = by;
    if (finalStatus !== undefined) leg.finalStatus = finalStatus;
    if (message !== undefined) leg.reason = header(message, 'Reason');
    this.#truth = finishLeg(leg, moment(), this.heard());
    media.close();
    this.#transfers.endSoon();
    this.#ringing.resolve(false);
    this.#answered.resolve(false);
    this.#ended.resolve(this.#truth);
  }

  /** For the line: a request of the other side that belongs to this call. */
  receive(request: SipRequest): void {
    if (this.#isDead) return;
    const { link, localTag } = this.#context;
    const respond = (status: number) => link.respond(request, responseTo(request, status, localTag));
    switch (request.method) {
      case 'BYE':
        respond(200);
        this.markEnded('them', undefined, request);
        break;
      case 'CANCEL':
        respond(200);
        this.#onCancel(request);
        break;
      case 'INVITE':
      case 'UPDATE':
        if (this.state === 'ended') respond(481);
        else this.#renegotiation.onOffer(request);
        break;
      case 'NOTIFY':
        this.#transfers.onNotify(request);
        respond(200);
        break;
      case 'OPTIONS':
      case 'INFO':
      case 'MESSAGE':
        respond(200);
        break;
      default:
        respond(501);
    }
  }

  #onCancel(cancel: SipRequest): void {
    if (this.state !== 'ringing') return;
    this.#setup.giveUp(487);
    this.markEnded('them', 487, cancel);
  }

  async #hangUpAfter(done: Promise<number>): Promise<void> {
    const status = await done;
    if (status >= 200 && status < 300 && this.state === 'talking') await this.hangup();
  }

  #refer(kind: 'blind' | 'attended', to: string, referTo: string): Referral {
    return this.#transfers.refer(this.#dialogOrThrow(), kind, to, referTo);
  }

  #change(direction: 'sendonly' | 'sendrecv'): Promise<number> {
    return this.#renegotiation.change(this.#dialogOrThrow(), direction);
  }

  #request(method: string): void {
    const { link } = this.#context;
    link.request(dialogRequest(this.#dialogOrThrow(), method, link.newVia()), () => undefined);
  }

  #dialogOrThrow(): SipDialog {
    if (this.#dialog === undefined) throw new Error(`The call with ${this.with} is not answered yet`);
    return this.#dialog;
  }
}
