import { createHash, randomBytes } from 'node:crypto';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** The parameters of a WWW-Authenticate or Authorization header, quotes removed. */
export function digestParameters(header: string): Record<string, string> {
  const pairs = [...header.replace(/^\s*Digest\s+/i, '').matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|([^",\s]+))/g)];
  return Object.fromEntries(pairs.map((pair) => [pair[1]!.toLowerCase(), pair[2] ?? pair[3] ?? '']));
}

/**
 * Answers a digest challenge (RFC 2617, MD5, with and without qop=auth).
 * @returns the value of the Authorization header.
 */
export function digestAuthorization(
  challenge: string,
  request: { method: string; uri: string; user: string; password: string },
  cnonce: string = randomBytes(8).toString('hex'),
): string {
  const { realm = '', nonce = '', opaque, qop } = digestParameters(challenge);
  const ha1 = md5(`${request.user}:${realm}:${request.password}`);
  const ha2 = md5(`${request.method}:${request.uri}`);
  const base = `Digest username="${request.user}",realm="${realm}",nonce="${nonce}",uri="${request.uri}",algorithm=MD5`;
  const tail = opaque === undefined ? '' : `,opaque="${opaque}"`;
  if (!qop?.split(',').some((word) => word.trim() === 'auth')) {
    return `${base},response="${md5(`${ha1}:${nonce}:${ha2}`)}"${tail}`;
  }
  const response = md5(`${ha1}:${nonce}:00000001:${cnonce}:auth:${ha2}`);
  return `${base},response="${response}",qop=auth,nc=00000001,cnonce="${cnonce}"${tail}`;
}
