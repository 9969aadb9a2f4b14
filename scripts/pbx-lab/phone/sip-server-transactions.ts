import { cseqOf, header, type SipRequest, type SipResponse, transactionKey } from './sip-message.ts';
import { GIVE_UP_MS, Resender } from './sip-timers.ts';

type Transaction = { response: SipResponse | undefined; resender: Resender | undefined };

/**
 * The requests we received (RFC 3261 17.2): a repeated one gets the same answer again and is not handled twice; the final
 * answer to an INVITE is repeated until it is acknowledged.
 */
export class ServerTransactions {
  readonly #open = new Map<string, Transaction>();
  /** INVITEs that wait for their ACK; the ACK of a 200 comes in a transaction of its own. */
  readonly #unacknowledged = new Map<string, Resender>();
  readonly #send: (message: SipResponse) => void;

  constructor(send: (message: SipResponse) => void) {
    this.#send = send;
  }

  /** True when the request is new and is to be handled. */
  receive(request: SipRequest): boolean {
    if (request.method === 'ACK') {
      this.#unacknowledged.get(exchangeKey(request))?.stop();
      this.#unacknowledged.delete(exchangeKey(request));
      return false;
    }
    const key = transactionKey(request);
    const known = this.#open.get(key);
    if (known !== undefined) {
      if (known.response !== undefined) this.#send(known.response);
      return false;
    }
    this.#open.set(key, { response: undefined, resender: undefined });
    return true;
  }

  respond(request: SipRequest, response: SipResponse): void {
    const key = transactionKey(request);
    const transaction = this.#open.get(key) ?? { response: undefined, resender: undefined };
    this.#open.set(key, transaction);
    // A call that was cancelled and answered in the same moment has one final answer only.
    if ((transaction.response?.status ?? 100) >= 200) return;
    transaction.response = response;
    if (response.status < 200) {
      this.#send(response);
      return;
    }
    setTimeout(() => this.#open.delete(key), GIVE_UP_MS).unref();
    if (request.method !== 'INVITE') {
      this.#send(response);
      return;
    }
    const forget = () => this.#unacknowledged.delete(exchangeKey(request));
    this.#unacknowledged.set(exchangeKey(request), new Resender(() => this.#send(response), forget));
  }

  close(): void {
    for (const resender of this.#unacknowledged.values()) resender.stop();
    this.#open.clear();
    this.#unacknowledged.clear();
  }
}

/** What an INVITE and its ACK have in common. */
function exchangeKey(request: SipRequest): string {
  return `${header(request, 'Call-ID')} ${cseqOf(request).number}`;
}
