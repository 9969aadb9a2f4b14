import { type CallContext, contactHeaders, SDP_TYPE } from './call-context.ts';
import { dialogOfIncoming, type SipDialog } from './sip-dialog.ts';
import { responseTo } from './sip-link.ts';
import type { SipHeader, SipRequest } from './sip-message.ts';

/** An INVITE we received, until it has its final answer. */
export class IncomingInvite {
  readonly #context: CallContext;
  readonly #invite: SipRequest;
  readonly dialog: SipDialog;
  #sdp: string | undefined;

  constructor(context: CallContext, invite: SipRequest) {
    this.#context = context;
    this.#invite = invite;
    this.dialog = dialogOfIncoming(invite, context.localTag);
  }

  /** Tells the caller that we ring; with `audio` the caller hears us already. */
  ring(audio: boolean): void {
    if (audio) this.#respond(183, [...contactHeaders(this.#context), SDP_TYPE], this.#answerSdp());
    else this.#respond(180, contactHeaders(this.#context), '');
  }

  answer(): void {
    this.#respond(200, [...contactHeaders(this.#context), SDP_TYPE], this.#answerSdp());
  }

  refuse(status: number, extra: readonly SipHeader[] = []): void {
    this.#respond(status, extra, '');
  }

  /** One answer to one offer: early audio and the call itself share it. */
  #answerSdp(): string {
    this.#sdp ??= this.#context.media.answer(this.#invite.body).sdp;
    return this.#sdp;
  }

  #respond(status: number, extra: readonly SipHeader[], body: string): void {
    this.#context.link.respond(this.#invite, responseTo(this.#invite, status, this.#context.localTag, extra, body));
  }
}
