import { cseqOf, header, headerValues, type SipRequest, type SipResponse, transactionKey } from './sip-message.ts';
import { GIVE_UP_MS, Resender } from './sip-timers.ts';

type Transaction = {
  request: SipRequest;
  resender: Resender;
  onResponse: (response: SipResponse) => void;
};

/**
 * The requests we sent (RFC 3261 17.1): repeats them until answered, acknowledges refused INVITEs, and reports a silent
 * peer as 408. A repeated 200 to an INVITE is reported again, so that its owner acknowledges it again.
 */
export class ClientTransactions {
  readonly #open = new Map<string, Transaction>();
  readonly #send: (message: SipRequest) => void;

  constructor(send: (message: SipRequest) => void) {
    this.#send = send;
  }

  start(request: SipRequest, onResponse: (response: SipResponse) => void): void {
    const key = transactionKey(request);
    const resender = new Resender(
      () => this.#send(request),
      () => {
        this.#open.delete(key);
        onResponse({ kind: 'response', status: 408, reason: 'No answer', headers: request.headers, body: '' });
      },
    );
    this.#open.set(key, { request, resender, onResponse });
  }

  receive(response: SipResponse): void {
    const key = transactionKey(response);
    const transaction = this.#open.get(key);
    if (transaction === undefined) return;
    const isInvite = cseqOf(response).method === 'INVITE';
    if (response.status >= 200 || isInvite) transaction.resender.stop();
    if (response.status >= 200) this.#finish(key, transaction, response, isInvite);
    else transaction.onResponse(response);
  }

  #finish(key: string, transaction: Transaction, response: SipResponse, isInvite: boolean): void {
    if (isInvite && response.status >= 300) this.#send(refusalAck(transaction.request, response));
    transaction.onResponse(response);
    if (!isInvite) {
      this.#open.delete(key);
      return;
    }
    // The same final answer may come again when our ACK was lost: refusals are acknowledged, 200 is passed on.
    const ignore = () => undefined;
    this.#open.set(key, response.status >= 300 ? { ...transaction, onResponse: ignore } : transaction);
    setTimeout(() => this.#open.delete(key), GIVE_UP_MS).unref();
  }

  close(): void {
    for (const { resender } of this.#open.values()) resender.stop();
    this.#open.clear();
  }
}

/** The ACK of a refused INVITE belongs to the same transaction: same branch, To with the tag of the refusal. */
function refusalAck(invite: SipRequest, response: SipResponse): SipRequest {
  return {
    kind: 'request',
    method: 'ACK',
    uri: invite.uri,
    headers: [
      ['Via', header(invite, 'Via')],
      ['Max-Forwards', '70'],
      ['From', header(invite, 'From')],
      ['To', header(response, 'To')],
      ['Call-ID', header(invite, 'Call-ID')],
      ['CSeq', `${cseqOf(invite).number} ACK`],
      ...headerValues(invite, 'Route').map((route) => ['Route', route] as const),
    ],
    body: '',
  };
}
