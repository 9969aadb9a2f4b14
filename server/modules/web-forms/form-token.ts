/** Pure: the token of a form, signed, which says when the form was shown. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Longer than anybody leaves a page open before filling in its form. */
export const tokenLivesMs = 24 * 3_600_000;

export type TokenCheck = { kind: 'valid' | 'old'; shownMs: number; nonce: string } | { kind: 'none' };

const sign = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('base64url');

export function makeToken(
  secret: string,
  { formId, now, nonce }: { formId: string; now: Date; nonce: string },
): string {
  const text = `${now.getTime()}.${nonce}`;
  return `${text}.${sign(secret, `${formId} ${text}`)}`;
}

/** What a token says; `none` when it is missing, of another form or not ours. */
export function checkToken(
  secret: string,
  { formId, token, now }: { formId: string; token: string; now: Date },
): TokenCheck {
  const [, at = '', nonce = '', signature = ''] = /^(\d{1,15})\.([\w-]{1,40})\.([\w-]{43})$/.exec(token) ?? [];
  const expected = Buffer.from(sign(secret, `${formId} ${at}.${nonce}`));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { kind: 'none' };
  const age = now.getTime() - Number(at);
  return { kind: age > tokenLivesMs ? 'old' : 'valid', shownMs: age, nonce };
}
