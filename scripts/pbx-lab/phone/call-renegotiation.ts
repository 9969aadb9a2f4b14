import { type CallContext, contactHeaders, SDP_TYPE } from './call-context.ts';
import { moment } from './leg-truth.ts';
import type { MediaDirection } from './sdp.ts';
import { parseSipAddress } from './sip-address.ts';
import { dialogAck, dialogRequest, type SipDialog } from './sip-dialog.ts';
import { responseTo } from './sip-link.ts';
import { cseqOf, header, type SipRequest } from './sip-message.ts';

/** Both sides changed the call in the same moment (491): the one who lost tries again a little later. */
const GLARE_RETRY_MS = 210;
const MOST_TRIES = 10;

/** Changes of an answered call's audio: hold and resume by either side. */
export class CallRenegotiation {
  readonly #context: CallContext;
  #isPending = false;

  constructor(context: CallContext) {
    this.#context = context;
  }

  /** Puts the call on hold (`sendonly`) or takes it back (`sendrecv`); resolves with the final SIP status. */
  async change(dialog: SipDialog, direction: MediaDirection): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const status = await this.#reinvite(dialog, direction);
      if (status !== 491 || attempt === MOST_TRIES) return status;
      await new Promise((resolve) => setTimeout(resolve, GLARE_RETRY_MS));
    }
  }

  #reinvite(dialog: SipDialog, direction: MediaDirection): Promise<number> {
    const { link, media } = this.#context;
    this.#isPending = true;
    const headers = [...contactHeaders(this.#context), SDP_TYPE];
    const request = dialogRequest(dialog, 'INVITE', link.newVia(), headers, media.offer(direction));
    return new Promise((resolve) => {
      link.request(request, (response) => {
        if (response.status < 200) return;
        this.#isPending = false;
        if (response.status < 300) {
          link.send(dialogAck(dialog, cseqOf(response).number, link.newVia()));
          media.accept(response.body);
          this.#note('us', direction !== 'sendrecv');
        }
        resolve(response.status);
      });
    });
  }

  /** Answers a re-INVITE or UPDATE of the other side. */
  onOffer(request: SipRequest): void {
    const { link, media, leg, localTag } = this.#context;
    if (this.#isPending && request.body !== '') {
      link.respond(request, responseTo(request, 491, localTag));
      return;
    }
    const announced = header(request, 'P-Asserted-Identity');
    if (announced !== '') {
      const number = parseSipAddress(announced).user;
      if (number !== '' && leg.connectedTo.at(-1) !== number) leg.connectedTo.push(number);
    }
    if (request.method === 'UPDATE' && request.body === '') {
      link.respond(request, responseTo(request, 200, localTag, contactHeaders(this.#context)));
      return;
    }
    const { sdp, heldByThem } = media.answer(request.body);
    this.#note('them', heldByThem);
    link.respond(request, responseTo(request, 200, localTag, [...contactHeaders(this.#context), SDP_TYPE], sdp));
  }

  #note(by: 'us' | 'them', held: boolean): void {
    const { holds } = this.#context.leg;
    const open = holds.find((hold) => hold.by === by && hold.endedAt === null);
    if (held && open === undefined) holds.push({ by, startedAt: moment(), endedAt: null });
    if (!held && open !== undefined) open.endedAt = moment();
  }
}
