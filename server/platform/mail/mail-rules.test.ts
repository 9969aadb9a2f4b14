/** Pure rules of mail: what the configuration says, and what a failure means. */
import { describe, expect, it } from 'vitest';
import { judgeFailure } from './judge-failure.ts';
import { parseMailbox, parseMailServer } from './mail-settings.ts';

describe('[CRM-5] the sender', () => {
  it.each([
    ['office@example.com', { name: '', address: 'office@example.com' }],
    ['Example Ltd <office@example.com>', { name: 'Example Ltd', address: 'office@example.com' }],
    ['"Пример, ООО" <office@example.com>', { name: 'Пример, ООО', address: 'office@example.com' }],
  ])('%s', (text, mailbox) => {
    expect(parseMailbox(text)).toEqual(mailbox);
  });

  it.each(['', 'office', 'office@', '@example.com', 'a@b@c', 'Example <office@example.com', 'a b@example.com', 'x <>'])(
    'is not %j',
    (text) => {
      expect(parseMailbox(text)).toBeNull();
    },
  );
});

describe('[CRM-5] the mail server', () => {
  it('has the port of its kind, and a password only over TLS', () => {
    expect(parseMailServer('smtp://anna%40example.com:p%3Ass@mail.example.com')).toEqual({
      host: 'mail.example.com',
      port: 587,
      secure: false,
      requireTLS: true,
      user: 'anna@example.com',
      password: 'p:ss',
    });
    expect(parseMailServer('smtps://u:p@mail.example.com')).toMatchObject({
      port: 465,
      secure: true,
      requireTLS: false,
    });
    expect(parseMailServer('smtp://relay.lan:25')).toMatchObject({ port: 25, requireTLS: false, user: null });
  });

  it.each(['smtp://u:p@localhost:25', 'smtp://u:p@127.0.0.1', 'smtp://u:p@[::1]:25'])(
    'on this machine itself does without: %s',
    (url) => {
      expect(parseMailServer(url).requireTLS).toBe(false);
    },
  );
});

describe('[CRM-5] a failure', () => {
  it.each([
    [{ code: 'EENVELOPE', responseCode: 550, response: '550 no such mailbox' }, false, 'refused'],
    [{ code: 'EENVELOPE', responseCode: 451, response: '451 later' }, false, 'busy'],
    [{ code: 'ECONNECTION', responseCode: 421, response: '421 going down' }, true, 'busy'],
    [{ code: 'EAUTH', responseCode: 535, response: '535 wrong' }, false, 'sign-in'],
    [{ code: 'EMESSAGE' }, false, 'refused'],
    [{ code: 'ECONNECTION' }, false, 'unreachable'],
    [{ code: 'ETIMEDOUT' }, false, 'unreachable'],
    [{ code: 'ETIMEDOUT' }, true, 'unclear'],
    [{ code: 'ECONNECTION' }, true, 'unclear'],
    [{ code: 'EMESSAGE', responseCode: 554, response: '554 spam' }, true, 'refused'],
  ] as const)('%j, text begun: %s, is %s', (error, wasHandedOver, problem) => {
    expect(judgeFailure({ message: 'it broke', ...error }, wasHandedOver).problem).toBe(problem);
  });

  it('is told in one line', () => {
    expect(judgeFailure({ message: 'x', response: '550-no\r\n550 such' }, false).detail).toBe('550-no 550 such');
  });
});
