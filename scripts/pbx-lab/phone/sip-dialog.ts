import { parseSipAddress } from './sip-address.ts';
import { cseqOf, header, headerValues, type SipHeader, type SipRequest, type SipResponse } from './sip-message.ts';

/** What both ends of an answered (or ringing) call agree on, RFC 3261 12. `localSequence` counts our requests. */
export type SipDialog = {
  callId: string;
  localTag: string;
  remoteTag: string;
  /** From and To values of our requests, with tags. */
  local: string;
  remote: string;
  /** Where requests go. */
  target: string;
  routes: string[];
  localSequence: number;
};

/** The dialog that an INVITE from the other side opens. */
export function dialogOfIncoming(invite: SipRequest, localTag: string): SipDialog {
  const remote = header(invite, 'From');
  return {
    callId: header(invite, 'Call-ID'),
    localTag,
    remoteTag: parseSipAddress(remote).tag,
    local: `${header(invite, 'To')};tag=${localTag}`,
    remote,
    target: parseSipAddress(header(invite, 'Contact')).uri,
    routes: headerValues(invite, 'Record-Route'),
    localSequence: 1,
  };
}

/** The dialog that the answer to our INVITE opens. */
export function dialogOfOutgoing(invite: SipRequest, response: SipResponse): SipDialog {
  const local = header(invite, 'From');
  const remote = header(response, 'To');
  const contact = header(response, 'Contact');
  return {
    callId: header(invite, 'Call-ID'),
    localTag: parseSipAddress(local).tag,
    remoteTag: parseSipAddress(remote).tag,
    local,
    remote,
    target: contact === '' ? invite.uri : parseSipAddress(contact).uri,
    routes: headerValues(response, 'Record-Route').reverse(),
    localSequence: cseqOf(invite).number,
  };
}

/** A request inside the dialog; it takes the next number. */
export function dialogRequest(
  dialog: SipDialog,
  method: string,
  via: string,
  extra: readonly SipHeader[] = [],
  body = '',
): SipRequest {
  dialog.localSequence += 1;
  return inDialog(dialog, method, dialog.localSequence, via, extra, body);
}

/** The ACK of an answered INVITE: the same number as that INVITE, a transaction of its own. */
export function dialogAck(dialog: SipDialog, inviteSequence: number, via: string): SipRequest {
  return inDialog(dialog, 'ACK', inviteSequence, via, [], '');
}

function inDialog(
  dialog: SipDialog,
  method: string,
  sequence: number,
  via: string,
  extra: readonly SipHeader[],
  body: string,
): SipRequest {
  return {
    kind: 'request',
    method,
    uri: dialog.target,
    headers: [
      ['Via', via],
      ['Max-Forwards', '70'],
      ...dialog.routes.map((route) => ['Route', route] as const),
      ['From', dialog.local],
      ['To', dialog.remote],
      ['Call-ID', dialog.callId],
      ['CSeq', `${sequence} ${method}`],
      ...extra,
    ],
    body,
  };
}
