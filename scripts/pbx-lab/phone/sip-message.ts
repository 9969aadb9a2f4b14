/** A header as it stood in the message: long name, trimmed value. Order and repetitions are kept. */
export type SipHeader = readonly [name: string, value: string];

export type SipRequest = { kind: 'request'; method: string; uri: string; headers: SipHeader[]; body: string };
export type SipResponse = { kind: 'response'; status: number; reason: string; headers: SipHeader[]; body: string };
export type SipMessage = SipRequest | SipResponse;

/** One-letter names that RFC 3261 and its extensions allow in place of the long ones. */
const COMPACT: Record<string, string> = {
  b: 'Referred-By',
  c: 'Content-Type',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
};

const REASONS: Record<number, string> = {
  100: 'Trying',
  180: 'Ringing',
  183: 'Session Progress',
  200: 'OK',
  202: 'Accepted',
  302: 'Moved Temporarily',
  404: 'Not Found',
  408: 'Request Timeout',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  603: 'Decline',
};

/** The words RFC 3261 puts beside a status code. */
export function reasonPhrase(status: number): string {
  return REASONS[status] ?? 'Unknown';
}

/** Reads one datagram; undefined when it is no SIP message (keep-alives, noise). */
export function parseSipMessage(data: Buffer): SipMessage | undefined {
  const text = data.toString('utf8');
  const gap = text.indexOf('\r\n\r\n');
  if (gap < 0) return undefined;
  // A line that begins with a blank continues the one before.
  const [first = '', ...lines] = text
    .slice(0, gap)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const headers: SipHeader[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return undefined;
    const name = line.slice(0, colon).trim();
    headers.push([COMPACT[name.toLowerCase()] ?? name, line.slice(colon + 1).trim()]);
  }
  const body = text.slice(gap + 4);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  if (response) return { kind: 'response', status: Number(response[1]), reason: response[2]!, headers, body };
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(first);
  return request ? { kind: 'request', method: request[1]!, uri: request[2]!, headers, body } : undefined;
}

/** The bytes of a message. Content-Length is always written here and nowhere else. */
export function serializeSip(message: SipMessage): Buffer {
  const first =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  const lines = message.headers
    .filter(([name]) => name.toLowerCase() !== 'content-length')
    .map(([name, value]) => `${name}: ${value}`);
  const length = `Content-Length: ${Buffer.byteLength(message.body)}`;
  return Buffer.from(`${[first, ...lines, length].join('\r\n')}\r\n\r\n${message.body}`);
}

/** All values of a header, in order. */
export function headerValues(message: SipMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
}

/** The first value of a header, or an empty string. */
export function header(message: SipMessage, name: string): string {
  return headerValues(message, name)[0] ?? '';
}

/** Number and method of the CSeq header. */
export function cseqOf(message: SipMessage): { number: number; method: string } {
  const [number = '0', method = ''] = header(message, 'CSeq').split(/\s+/);
  return { number: Number(number), method };
}

/** Names the transaction of a message: branch of the topmost Via, and the method (ACK belongs to its INVITE). */
export function transactionKey(message: SipMessage): string {
  const branch = /;\s*branch=([^;,\s]+)/i.exec(header(message, 'Via'))?.[1] ?? '';
  const { method } = cseqOf(message);
  return `${branch} ${method === 'ACK' ? 'INVITE' : method}`;
}
