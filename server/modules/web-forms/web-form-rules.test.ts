import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkToken, makeToken, type TokenCheck, tokenLivesMs } from './form-token.ts';
import { judgeSubmission } from './judge-submission.ts';
import { readSubmission } from './read-submission.ts';

const now = new Date('2026-03-01T12:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const shown = (ms: number): TokenCheck => ({ kind: 'valid', shownMs: ms, nonce: 'n' });

describe('[API-1] the token of a form', () => {
  const token = makeToken('secret', { formId: 'wfm_1', now, nonce: 'abc' });

  it('[API-1] says when the form was shown, and for a day', () => {
    const check = (at: Date) => checkToken('secret', { formId: 'wfm_1', token, now: at });
    expect(check(later(5_000))).toEqual({ kind: 'valid', shownMs: 5_000, nonce: 'abc' });
    expect(check(later(tokenLivesMs)).kind).toBe('valid');
    expect(check(later(tokenLivesMs + 1)).kind).toBe('old');
  });

  it('[API-1] is of one form and one secret', () => {
    expect(checkToken('secret', { formId: 'wfm_2', token, now }).kind).toBe('none');
    expect(checkToken('other', { formId: 'wfm_1', token, now }).kind).toBe('none');
  });

  it('[API-1] is worth nothing once a single character of it was changed', () => {
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('0', '9', 'a', 'Z', '.', '-', ' '), (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        // The last character holds bits that nothing reads, as base64 has it: the text is compared, so they count.
        fc.pre(changed !== token);
        return checkToken('secret', { formId: 'wfm_1', token: changed, now }).kind === 'none';
      }),
    );
  });

  it('[API-1] nothing that is sent instead of one is taken for one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => checkToken('secret', { formId: 'wfm_1', token: text, now }).kind === 'none'),
    );
  });
});

describe('[API-1] what is put aside', () => {
  const fine = { fields: { name: 'Ann', message: 'Hello' }, token: shown(8_000), origin: null, origins: [] };
  it.each([
    ['nothing wrong', {}, []],
    ['the field that nobody sees is filled in', { fields: { name: 'Ann', homepage: 'x' } }, ['honeypot']],
    ['sent two seconds after it was shown', { token: shown(2_000) }, ['too-fast']],
    ['no token', { token: { kind: 'none' } }, ['no-token']],
    ['a token of yesterday', { token: { kind: 'old', shownMs: 9e7, nonce: 'n' } }, ['old-token']],
    ['one address in the message', { fields: { message: 'See https://example.com/oak please' } }, []],
    ['two addresses', { fields: { message: 'https://a.example and www.b.example' } }, ['links']],
    ['an address for a name', { fields: { name: 'Win at http://casino.example' } }, ['links']],
    ['the address of the page it stands on', { fields: { page: 'https://a.example/?x=https://b.example' } }, []],
    ['another site', { origins: ['https://a.example'], origin: 'https://b.example' }, ['foreign-origin']],
    ['no site, where one is asked for', { origins: ['https://a.example'] }, ['foreign-origin']],
    ['the right site', { origins: ['https://a.example'], origin: 'https://a.example' }, []],
  ] as const)('[API-1] %s', (_, change, reasons) => {
    expect(judgeSubmission({ ...fine, ...(change as Partial<typeof fine>) })).toEqual(reasons);
  });
});

describe('[API-1] who wrote what', () => {
  it('[API-1] is read whatever the fields are called; what has no place is kept', () => {
    const fields = {
      'Your-Name': ' Anna  Petrova ',
      Tel: '+33 1 42 68 53 00',
      'E-mail': 'Anna@Example.com',
      Company: 'Vega',
      message: 'Call me\nafter six',
      size: 'L',
      utm_source: 'google',
      utm_campaign: 'spring',
      token: 'x.y',
      homepage: '',
    };
    expect(readSubmission(fields)).toEqual({
      name: 'Anna Petrova',
      phone: '+33 1 42 68 53 00',
      email: 'anna@example.com',
      organisation: 'Vega',
      note: 'Call me\nafter six\nsize: L',
      channel: 'google / spring',
    });
  });

  it('[API-1] first and last names are one name, and nobody is nameless', () => {
    expect(readSubmission({ first_name: 'Anna', last_name: 'Petrova', phone: '1' }).name).toBe('Anna Petrova');
    expect(readSubmission({ email: 'a@example.com' }).name).toBe('a@example.com');
  });

  it('[API-1] an e-mail that is none is kept in the note', () => {
    expect(readSubmission({ email: 'call me', phone: '1' })).toMatchObject({ email: '', note: 'email: call me' });
  });

  it('[API-1] no text that was sent is lost', () => {
    const words = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(fc.dictionary(words, words, { maxKeys: 12 }), (sent) => {
        const { token: _, homepage: __, ...fields } = sent;
        const { name, phone, email, organisation, note } = readSubmission(fields);
        const kept = [name, phone, email, organisation, note].join('\n');
        return Object.values(fields).every((text) => kept.includes(text));
      }),
    );
  });
});
