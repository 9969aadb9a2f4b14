import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dtmfSteps } from './rtp-dtmf.ts';
import { ClientTransactions } from './sip-client-transactions.ts';
import { responseTo } from './sip-link.ts';
import { cseqOf, header, type SipMessage, type SipRequest, type SipResponse } from './sip-message.ts';
import { ServerTransactions } from './sip-server-transactions.ts';
import { GIVE_UP_MS } from './sip-timers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function request(method: string, branch = 'z9hG4bKone', sequence = 1): SipRequest {
  return {
    kind: 'request',
    method,
    uri: 'sip:101@127.0.0.1',
    headers: [
      ['Via', `SIP/2.0/UDP 127.0.0.1:5070;branch=${branch}`],
      ['From', '<sip:a@127.0.0.1>;tag=a'],
      ['To', '<sip:b@127.0.0.1>'],
      ['Call-ID', 'call'],
      ['CSeq', `${sequence} ${method}`],
    ],
    body: '',
  };
}

describe('[OPS-1] what a lab phone sends', () => {
  function client() {
    const sent: SipRequest[] = [];
    const answers: number[] = [];
    const transactions = new ClientTransactions((message) => sent.push(message));
    const start = (message: SipRequest) => transactions.start(message, (response) => answers.push(response.status));
    const receive = (message: SipRequest, status: number) => transactions.receive(responseTo(message, status, 'tag'));
    return { sent, answers, start, receive };
  }

  it('is repeated until it is answered', () => {
    const { sent, answers, start, receive } = client();
    start(request('BYE'));
    vi.advanceTimersByTime(1600);
    expect(sent).toHaveLength(3);
    receive(request('BYE'), 200);
    vi.advanceTimersByTime(GIVE_UP_MS);
    expect(sent).toHaveLength(3);
    expect(answers).toEqual([200]);
  });

  it('is not repeated once an INVITE is known to ring', () => {
    const { sent, answers, start, receive } = client();
    start(request('INVITE'));
    receive(request('INVITE'), 180);
    vi.advanceTimersByTime(GIVE_UP_MS);
    expect(sent).toHaveLength(1);
    expect(answers).toEqual([180]);
  });

  it('counts as unanswered (408) when nothing comes back at all', () => {
    const { answers, start } = client();
    start(request('INVITE'));
    vi.advanceTimersByTime(GIVE_UP_MS + 5000);
    expect(answers).toEqual([408]);
  });

  it('is acknowledged when refused, each time the refusal comes, and reported once', () => {
    const { sent, answers, start, receive } = client();
    start(request('INVITE'));
    receive(request('INVITE'), 486);
    receive(request('INVITE'), 486);
    const acks = sent.filter((message) => message.method === 'ACK');
    expect(acks).toHaveLength(2);
    expect(header(acks[0]!, 'Via')).toBe(header(request('INVITE'), 'Via'));
    expect(header(acks[0]!, 'To')).toContain('tag=tag');
    expect(cseqOf(acks[0]!)).toEqual({ number: 1, method: 'ACK' });
    expect(answers).toEqual([486]);
  });

  it('reports a repeated answer to an INVITE again, for its ACK may have been lost', () => {
    const { answers, start, receive } = client();
    start(request('INVITE'));
    receive(request('INVITE'), 200);
    receive(request('INVITE'), 200);
    expect(answers).toEqual([200, 200]);
  });
});

describe('[OPS-1] what a lab phone receives', () => {
  function server() {
    const sent: SipResponse[] = [];
    const transactions = new ServerTransactions((message: SipMessage) => {
      if (message.kind === 'response') sent.push(message);
    });
    const respond = (message: SipRequest, status: number) =>
      transactions.respond(message, responseTo(message, status, 'tag'));
    return { sent, transactions, respond };
  }

  it('is handled once; a repetition gets the same answer', () => {
    const { sent, transactions, respond } = server();
    expect(transactions.receive(request('BYE'))).toBe(true);
    respond(request('BYE'), 200);
    expect(transactions.receive(request('BYE'))).toBe(false);
    expect(sent.map((response) => response.status)).toEqual([200, 200]);
  });

  it('an answered INVITE is answered again until the ACK comes', () => {
    const { sent, transactions, respond } = server();
    transactions.receive(request('INVITE'));
    respond(request('INVITE'), 200);
    vi.advanceTimersByTime(600);
    expect(sent).toHaveLength(2);
    expect(transactions.receive(request('ACK', 'z9hG4bKtwo'))).toBe(false);
    vi.advanceTimersByTime(GIVE_UP_MS);
    expect(sent).toHaveLength(2);
  });

  it('has one final answer, whatever happens in the same moment', () => {
    const { sent, transactions, respond } = server();
    transactions.receive(request('INVITE'));
    respond(request('INVITE'), 487);
    respond(request('INVITE'), 200);
    expect(sent.map((response) => response.status)).toEqual([487]);
  });
});

describe('[OPS-1] keys typed on a lab phone', () => {
  it('last 100 ms, say their end three times and pause between', () => {
    const [one, ...rest] = dtmfSteps('#1');
    expect(one).toMatchObject({ first: true });
    expect([...one!.payload]).toEqual([11, 0x0a, 0, 160]);
    const ends = rest.filter((step) => step !== undefined && (step.payload[1]! & 0x80) !== 0);
    expect(ends).toHaveLength(6);
    expect(ends[0]!.payload.readUInt16BE(2)).toBe(800);
    expect(rest.filter((step) => step === undefined)).toHaveLength(10);
    expect(rest.filter((step) => step?.first === true)).toHaveLength(1);
  });

  it('must exist', () => {
    expect(() => dtmfSteps('5x')).toThrow(RangeError);
  });
});
