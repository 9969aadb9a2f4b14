/** Passwords at rest: scrypt with its cost written beside it, so that the cost can be raised and old hashes still work. */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** 2^15 rounds of 8 blocks: 32 MB and some 60 ms; OWASP's middle choice, times three by `p`. */
const usualCost = 2 ** 15;
const parallel = 3;
const keyBytes = 32;

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: cost, r: 8, p: parallel, maxmem: 256 * cost * 8 };
  return new Promise((resolve, reject) => {
    // NFKC: the same letters typed on different keyboards are the same password.
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** @param cost a power of two; only tests give a lower one */
export async function hashPassword(password: string, cost: number = usualCost): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return `scrypt:${cost}:${salt.toString('base64url')}:${key.toString('base64url')}`;
}

/** False also for a hash that is none of ours. Takes the same time wherever the password is wrong. */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [kind, cost, salt = '', key = ''] = hash.split(':');
  if (kind !== 'scrypt') return false;
  const expected = Buffer.from(key, 'base64url');
  const actual = await derive(password, Buffer.from(salt, 'base64url'), Number(cost));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
