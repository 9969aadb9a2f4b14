import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { ClientTransactions } from './sip-client-transactions.ts';
import {
  headerValues,
  parseSipMessage,
  reasonPhrase,
  type SipHeader,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  serializeSip,
} from './sip-message.ts';
import { ServerTransactions } from './sip-server-transactions.ts';

/** A UDP port that speaks SIP with one Asterisk. */
export type SipLink = {
  port: number;
  peerPort: number;
  /** The Via value of a new request. */
  newVia(): string;
  request(request: SipRequest, onResponse: (response: SipResponse) => void): void;
  /** Sends outside any transaction: the ACK of a 200. */
  send(message: SipMessage): void;
  respond(request: SipRequest, response: SipResponse): void;
  /** While mute nothing is sent and nothing is heard, as if the cable were cut. */
  setMute(mute: boolean): void;
  close(): void;
};

const LOOPBACK = '127.0.0.1';

/** Opens the port (0 for a free one) and hands every new request to `onRequest`. */
export async function openSipLink(
  port: number,
  peerPort: number,
  onRequest: (request: SipRequest) => void,
): Promise<SipLink> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  let mute = false;
  let closed = false;
  const send = (message: SipMessage) => {
    if (!mute && !closed) socket.send(serializeSip(message), peerPort, LOOPBACK);
  };
  const client = new ClientTransactions(send);
  const server = new ServerTransactions(send);
  socket.on('message', (data) => {
    const message = mute ? undefined : parseSipMessage(data);
    if (message?.kind === 'response') client.receive(message);
    else if (message?.kind === 'request' && server.receive(message)) onRequest(message);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).bind(port, LOOPBACK, () => resolve());
  });
  // Asterisk that has just died answers with ICMP errors; to a phone that is the same as silence.
  socket.removeAllListeners('error').on('error', () => undefined);
  const ownPort = socket.address().port;
  return {
    port: ownPort,
    peerPort,
    newVia: () => `SIP/2.0/UDP ${LOOPBACK}:${ownPort};rport;branch=z9hG4bK${randomToken()}`,
    request: (request, onResponse) => client.start(request, onResponse),
    send,
    respond: (request, response) => server.respond(request, response),
    setMute: (value) => {
      mute = value;
    },
    close: () => {
      if (closed) return;
      closed = true;
      client.close();
      server.close();
      socket.close();
    },
  };
}

/** A random word for tags, branches and Call-IDs. */
export function randomToken(): string {
  return randomBytes(8).toString('hex');
}

/** The answer to a request, with what must be copied from it. */
export function responseTo(
  request: SipRequest,
  status: number,
  localTag: string,
  extra: readonly SipHeader[] = [],
  body = '',
): SipResponse {
  const copy = (name: string): SipHeader[] => headerValues(request, name).map((value) => [name, value] as const);
  const to = copy('To').map(
    ([name, value]) => [name, /;\s*tag=/.test(value) ? value : `${value};tag=${localTag}`] as const,
  );
  const routes = request.method === 'INVITE' ? copy('Record-Route') : [];
  const headers = [...copy('Via'), ...routes, ...copy('From'), ...to, ...copy('Call-ID'), ...copy('CSeq'), ...extra];
  return { kind: 'response', status, reason: reasonPhrase(status), headers, body };
}
