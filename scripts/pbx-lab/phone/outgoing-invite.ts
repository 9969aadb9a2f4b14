import { type CallContext, contactHeaders, SDP_TYPE } from './call-context.ts';
import { digestAuthorization } from './digest.ts';
import { dialogAck, dialogOfOutgoing, type SipDialog } from './sip-dialog.ts';
import { cseqOf, header, type SipHeader, type SipRequest, type SipResponse } from './sip-message.ts';

export type OutgoingCall = {
  /** Request-URI. */
  target: string;
  /** From value without tag. */
  from: string;
  extra: readonly SipHeader[];
  credentials: { user: string; password: string } | undefined;
};

/** How an INVITE of ours fares. Each is told at most once, except the repeated answer, which only needs its ACK. */
export type OutgoingEvents = {
  onRinging: (response: SipResponse) => void;
  onAnswered: (dialog: SipDialog, response: SipResponse) => void;
  onFailed: (response: SipResponse) => void;
};

/** An INVITE on its way. `cancel` takes it back; the outcome is then told as 487, or as an answer that came first. */
export type OutgoingInvite = { cancel(): void };

/** Sends the INVITE, signs in when asked to, and acknowledges the answer. */
export function sendInvite(context: CallContext, call: OutgoingCall, events: OutgoingEvents): OutgoingInvite {
  let invite = buildInvite(context, call, 1, []);
  let isProvisional = false;
  let isCancelled = false;
  let answered: SipDialog | undefined;
  const sendCancel = () => context.link.request(cancelOf(invite), () => undefined);
  const onResponse = (response: SipResponse) => {
    if (cseqOf(response).number !== cseqOf(invite).number) return;
    if (response.status < 200) {
      // CANCEL may only follow once the other side has shown that it knows the INVITE.
      if (!isProvisional && isCancelled) sendCancel();
      isProvisional = true;
      if (response.status > 100) events.onRinging(response);
    } else if (response.status < 300) {
      const first = answered === undefined;
      answered ??= dialogOfOutgoing(invite, response);
      context.link.send(dialogAck(answered, cseqOf(response).number, context.link.newVia()));
      if (first) events.onAnswered(answered, response);
    } else if (
      (response.status === 401 || response.status === 407) &&
      call.credentials &&
      cseqOf(invite).number === 1
    ) {
      invite = buildInvite(context, call, 2, [authorize(response, invite, call.credentials)]);
      isProvisional = false;
      context.link.request(invite, onResponse);
    } else events.onFailed(response);
  };
  context.link.request(invite, onResponse);
  return {
    cancel: () => {
      if (isCancelled) return;
      isCancelled = true;
      if (isProvisional) sendCancel();
    },
  };
}

function buildInvite(context: CallContext, call: OutgoingCall, sequence: number, extra: SipHeader[]): SipRequest {
  return {
    kind: 'request',
    method: 'INVITE',
    uri: call.target,
    headers: [
      ['Via', context.link.newVia()],
      ['Max-Forwards', '70'],
      ['From', `${call.from};tag=${context.localTag}`],
      ['To', `<${call.target}>`],
      ['Call-ID', context.leg.callId],
      ['CSeq', `${sequence} INVITE`],
      ...contactHeaders(context),
      ...call.extra,
      ...extra,
      SDP_TYPE,
    ],
    body: context.media.offer('sendrecv'),
  };
}

function authorize(
  challenge: SipResponse,
  invite: SipRequest,
  credentials: { user: string; password: string },
): SipHeader {
  const isProxy = challenge.status === 407;
  const asked = header(challenge, isProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate');
  const answer = digestAuthorization(asked, { method: 'INVITE', uri: invite.uri, ...credentials });
  return [isProxy ? 'Proxy-Authorization' : 'Authorization', answer];
}

/** RFC 3261 9.1: same Request-URI, Via, From, To, Call-ID and number as the INVITE. */
function cancelOf(invite: SipRequest): SipRequest {
  const copy = (name: string): SipHeader => [name, header(invite, name)];
  const headers = [copy('Via'), copy('Max-Forwards'), copy('From'), copy('To'), copy('Call-ID')];
  return {
    kind: 'request',
    method: 'CANCEL',
    uri: invite.uri,
    headers: [...headers, ['CSeq', `${cseqOf(invite).number} CANCEL`]],
    body: '',
  };
}
