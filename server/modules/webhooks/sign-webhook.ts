/**
 * Signature of what a web-hook is sent, as standardwebhooks.com describes it: HMAC-SHA256 over id, time stamp and body,
 * in the headers `webhook-id`, `webhook-timestamp` (seconds since 1970) and `webhook-signature`. Pure.
 */
import { createHmac } from 'node:crypto';

export const secretPrefix = 'whsec_';

export interface SignedMessage {
  id: string;
  at: Date;
  body: string;
}

/** @param secret `whsec_` and base64 of the key's bytes */
export function signatureHeaders(secret: string, { id, at, body }: SignedMessage): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
