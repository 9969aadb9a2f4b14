import type { CallMedia } from './call-media.ts';
import type { LegDraft } from './leg-truth.ts';
import type { SipLink } from './sip-link.ts';
import type { SipHeader } from './sip-message.ts';

/** What the parts of one call share. */
export type CallContext = {
  link: SipLink;
  media: CallMedia;
  leg: LegDraft;
  localTag: string;
  /** `user` of our Contact address. */
  contactUser: string;
};

export const SDP_TYPE: SipHeader = ['Content-Type', 'application/sdp'];
const ALLOW: SipHeader = ['Allow', 'INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY, REFER, UPDATE, INFO'];

/** Headers that tell the other side how to reach us. */
export function contactHeaders(context: CallContext): SipHeader[] {
  return [['Contact', `<sip:${context.contactUser}@127.0.0.1:${context.link.port}>`], ALLOW];
}
