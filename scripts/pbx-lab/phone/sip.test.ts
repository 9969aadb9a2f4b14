import { describe, expect, it } from 'vitest';
import { digestAuthorization, digestParameters } from './digest.ts';
import { answerDirection, buildSdp, parseSdp } from './sdp.ts';
import { parseSipAddress, quoted, uriUser } from './sip-address.ts';
import { cseqOf, header, headerValues, parseSipMessage, serializeSip, transactionKey } from './sip-message.ts';

const INVITE = [
  'INVITE sip:101@127.0.0.1:5070 SIP/2.0',
  'v: SIP/2.0/UDP 127.0.0.1:5060;rport;branch=z9hG4bKabc',
  'Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKouter',
  'f: "Ann \\"A\\" Lee" <sip:+7921@127.0.0.1>;tag=one',
  'To: <sip:101@127.0.0.1>',
  'i: call-1',
  'CSeq: 17 INVITE',
  'Subject: folded',
  '\tover two lines',
  'Content-Type: application/sdp',
  'Content-Length: 4',
  '',
  'v=0\n',
].join('\r\n');

describe('[OPS-1] the lab phone reads SIP', () => {
  it('takes a request apart: compact names, folded lines, repeated headers, body', () => {
    const message = parseSipMessage(Buffer.from(INVITE))!;
    expect(message).toMatchObject({ kind: 'request', method: 'INVITE', uri: 'sip:101@127.0.0.1:5070', body: 'v=0\n' });
    expect(header(message, 'call-id')).toBe('call-1');
    expect(header(message, 'Subject')).toBe('folded over two lines');
    expect(headerValues(message, 'Via')).toHaveLength(2);
    expect(cseqOf(message)).toEqual({ number: 17, method: 'INVITE' });
    expect(parseSipAddress(header(message, 'From'))).toEqual({
      displayName: 'Ann "A" Lee',
      uri: 'sip:+7921@127.0.0.1',
      user: '+7921',
      tag: 'one',
    });
  });

  it('writes what it reads', () => {
    const message = parseSipMessage(Buffer.from(INVITE))!;
    expect(parseSipMessage(serializeSip(message))).toEqual({
      ...message,
      headers: [...message.headers.filter(([name]) => name !== 'Content-Length'), ['Content-Length', '4']],
    });
  });

  it('counts the length of a body in bytes', () => {
    const bytes = serializeSip({ kind: 'response', status: 200, reason: 'OK', headers: [], body: 'привет' });
    expect(bytes.toString()).toContain('Content-Length: 12\r\n');
  });

  it('reads a response, with or without words', () => {
    expect(parseSipMessage(Buffer.from('SIP/2.0 486 Busy Here\r\nCSeq: 1 BYE\r\n\r\n'))).toMatchObject({
      kind: 'response',
      status: 486,
      reason: 'Busy Here',
    });
    expect(parseSipMessage(Buffer.from('SIP/2.0 200 \r\nCSeq: 1 BYE\r\n\r\n'))).toMatchObject({ status: 200 });
  });

  it.each([
    '',
    '\r\n\r\n',
    'hello\r\n\r\n',
    'INVITE sip:a SIP/2.0\r\nno colon\r\n\r\n',
    'INVITE sip:a SIP/2.0\r\nTo: x',
  ])('refuses what is no whole message: %j', (text) => expect(parseSipMessage(Buffer.from(text))).toBeUndefined());

  it('knows an ACK by its INVITE', () => {
    const make = (method: string) =>
      parseSipMessage(
        Buffer.from(`${method} sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9x;rport\r\nCSeq: 3 ${method}\r\n\r\n`),
      )!;
    expect(transactionKey(make('ACK'))).toBe(transactionKey(make('INVITE')));
    expect(transactionKey(make('BYE'))).not.toBe(transactionKey(make('INVITE')));
  });

  it('reads addresses in every form', () => {
    expect(parseSipAddress('sip:101@h;tag=x')).toMatchObject({ uri: 'sip:101@h', user: '101', tag: 'x' });
    expect(parseSipAddress('Bob <sip:102@h;user=phone>')).toMatchObject({
      displayName: 'Bob',
      uri: 'sip:102@h;user=phone',
      tag: '',
    });
    expect(parseSipAddress('<tel:+39055>').user).toBe('+39055');
    expect(uriUser('sip:127.0.0.1:5060')).toBe('');
    expect(uriUser('sip:%2B7921@h')).toBe('+7921');
    expect(quoted('a"b\r\nc')).toBe('"a\\"b  c"');
  });
});

describe('[OPS-1] the lab phone signs in', () => {
  it('answers the example of RFC 2617', () => {
    const challenge =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';
    const request = { method: 'GET', uri: '/dir/index.html', user: 'Mufasa', password: 'Circle Of Life' };
    const answer = digestParameters(digestAuthorization(challenge, request, '0a4f113b'));
    expect(answer.response).toBe('6629fae49393a05397450978507c4ef1');
    expect(answer.opaque).toBe('5ccc069c403ebaf9f0171e9517f40e41');
  });

  it('answers a challenge without qop in the old way', () => {
    const request = { method: 'REGISTER', uri: 'sip:h', user: 'a', password: 'b' };
    expect(digestAuthorization('Digest realm="r", nonce="n"', request)).not.toContain('qop');
  });
});

describe('[OPS-1] the lab phone describes its audio', () => {
  it('reads what it writes', () => {
    expect(parseSdp(buildSdp(4000, 'sendonly', 2))).toEqual({
      address: '127.0.0.1',
      port: 4000,
      direction: 'sendonly',
      dtmfPayload: 101,
    });
  });

  it('takes the line of the stream before that of the session', () => {
    const text =
      'v=0\r\nc=IN IP4 10.0.0.1\r\na=inactive\r\nm=video 1 RTP/AVP 9\r\nm=audio 7 RTP/AVP 0\r\nc=IN IP4 10.0.0.2\r\n';
    expect(parseSdp(text)).toEqual({ address: '10.0.0.2', port: 7, direction: 'inactive', dtmfPayload: undefined });
    expect(parseSdp('v=0\r\n')).toBeUndefined();
  });

  it.each([
    ['sendrecv', 'sendrecv', 'sendrecv'],
    ['sendonly', 'sendrecv', 'recvonly'],
    ['recvonly', 'sendrecv', 'sendonly'],
    ['inactive', 'sendrecv', 'inactive'],
    ['sendrecv', 'sendonly', 'sendonly'],
    ['sendonly', 'sendonly', 'inactive'],
  ] as const)('offered %s and wanting %s, it answers %s', (offered, wanted, answer) => {
    expect(answerDirection(offered, wanted)).toBe(answer);
  });
});
