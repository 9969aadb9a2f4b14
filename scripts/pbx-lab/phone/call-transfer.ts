import type { CallContext } from './call-context.ts';
import { contactHeaders } from './call-context.ts';
import { type LegTruth, moment } from './leg-truth.ts';
import { dialogRequest, type SipDialog } from './sip-dialog.ts';
import { header, type SipRequest } from './sip-message.ts';
import { GIVE_UP_MS } from './sip-timers.ts';

type Transfer = LegTruth['transfers'][number];

/** A REFER that was sent: when the PBX took it, and how it ended. Both resolve with a SIP status; 0 when the call ended. */
export type Referral = { accepted: Promise<number>; completed: Promise<number> };

/** The transfers of one call: sends REFER and reads the reports that come back as NOTIFY. */
export class CallTransfers {
  readonly #context: CallContext;
  readonly #open: { transfer: Transfer; finish: (status: number) => void }[] = [];

  constructor(context: CallContext) {
    this.#context = context;
  }

  /** @param referTo address with headers, as it goes between the angle brackets. */
  refer(dialog: SipDialog, kind: Transfer['kind'], to: string, referTo: string): Referral {
    const { link, leg } = this.#context;
    const transfer: Transfer = { kind, to, askedAt: moment(), finalStatus: 0 };
    leg.transfers.push(transfer);
    const completed = new Promise<number>((resolve) => {
      this.#open.push({
        transfer,
        finish: (status) => {
          transfer.finalStatus = status;
          resolve(status);
        },
      });
    });
    const request = dialogRequest(dialog, 'REFER', link.newVia(), [
      ...contactHeaders(this.#context),
      ['Refer-To', `<${referTo}>`],
      ['Referred-By', `<sip:${this.#context.contactUser}@127.0.0.1:${link.peerPort}>`],
    ]);
    const accepted = new Promise<number>((resolve) => {
      link.request(request, (response) => {
        if (response.status < 200) return;
        if (response.status >= 300) this.#finish(response.status);
        resolve(response.status);
      });
    });
    return { accepted, completed };
  }

  /** Takes the report of a transfer: a fragment of the answer that the target gave. */
  onNotify(notify: SipRequest): void {
    if (!/^refer/i.test(header(notify, 'Event'))) return;
    const status = Number(/^SIP\/2\.0 (\d{3})/.exec(notify.body)?.[1] ?? 0);
    if (status >= 200) this.#finish(status);
  }

  /** The call is over. Reports may still come, but not for ever. */
  endSoon(): void {
    setTimeout(() => this.close(), GIVE_UP_MS).unref();
  }

  /** No report will come any more. */
  close(): void {
    while (this.#open.length > 0) this.#finish(0);
  }

  #finish(status: number): void {
    this.#open.shift()?.finish(status);
  }
}

/** Refer-To address that makes the PBX join our two calls: the second one is named by its dialog. */
export function replacesAddress(user: string, peerPort: number, other: SipDialog): string {
  const replaces = `${other.callId};to-tag=${other.remoteTag};from-tag=${other.localTag}`;
  return `sip:${encodeURIComponent(user)}@127.0.0.1:${peerPort}?Replaces=${encodeURIComponent(replaces)}`;
}
