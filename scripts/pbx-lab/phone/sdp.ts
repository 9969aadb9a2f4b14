export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/** What a phone needs of a session description: where to send audio, and who may send. */
export type MediaDescription = {
  address: string;
  port: number;
  direction: MediaDirection;
  /** Payload type of key presses, when the other side takes them. */
  dtmfPayload: number | undefined;
};

/** Payload type under which we offer key presses (RFC 4733). */
export const DTMF_PAYLOAD = 101;

/** A session with one µ-law stream on 127.0.0.1. `version` grows with each new offer of the same call. */
export function buildSdp(port: number, direction: MediaDirection, version: number): string {
  const lines = [
    'v=0',
    `o=phone ${port} ${version} IN IP4 127.0.0.1`,
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP 0 ${DTMF_PAYLOAD}`,
    'a=rtpmap:0 PCMU/8000',
    `a=rtpmap:${DTMF_PAYLOAD} telephone-event/8000`,
    `a=fmtp:${DTMF_PAYLOAD} 0-16`,
    'a=ptime:20',
    `a=${direction}`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** Reads the first audio stream; undefined when there is none. A line of the stream wins over one of the session. */
export function parseSdp(text: string): MediaDescription | undefined {
  const sections = text.split(/\r?\n(?=m=)/);
  const audio = sections.find((section) => section.startsWith('m=audio'));
  const port = /^m=audio (\d+)/.exec(audio ?? '')?.[1];
  if (audio === undefined || port === undefined) return undefined;
  const find = (pattern: RegExp) => pattern.exec(audio)?.[1] ?? pattern.exec(sections[0]!)?.[1];
  const dtmf = /^a=rtpmap:(\d+) telephone-event\/8000/m.exec(audio)?.[1];
  return {
    address: find(/^c=IN IP4 (\S+)/m) ?? '',
    port: Number(port),
    direction: (find(/^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m) ?? 'sendrecv') as MediaDirection,
    dtmfPayload: dtmf === undefined ? undefined : Number(dtmf),
  };
}

/** The answer to an offered direction, as far as `wanted` allows: whoever may not send need not be listened to. */
export function answerDirection(offered: MediaDirection, wanted: MediaDirection): MediaDirection {
  const send = canReceive(offered) && canSend(wanted);
  const receive = canSend(offered) && canReceive(wanted);
  if (send) return receive ? 'sendrecv' : 'sendonly';
  return receive ? 'recvonly' : 'inactive';
}

export function canSend(direction: MediaDirection): boolean {
  return direction === 'sendrecv' || direction === 'sendonly';
}

export function canReceive(direction: MediaDirection): boolean {
  return direction === 'sendrecv' || direction === 'recvonly';
}
