/** Who is at the other end, when proxies may stand between. Pure. */
import { BlockList, isIP } from 'node:net';

/** A test for addresses of trusted proxies. Throws when an entry is no address or network. */
export function trustedProxies(entries: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) throw new Error(`TRUSTED_PROXIES holds ${entry}, which is no address`);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** `::ffff:10.0.0.1` is 10.0.0.1 on a socket that takes both families. */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '');

/**
 * The client's address: the socket's own, unless that is a trusted proxy; then the last address of X-Forwarded-For that is
 * not one. What stands further left was written by the client and is never believed.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | null,
  isTrusted: (address: string) => boolean,
): string {
  const direct = plain(socketAddress ?? '');
  if (!isTrusted(direct) || forwardedFor === null) return direct || 'unknown';
  const chain = forwardedFor.split(',').map(plain).reverse();
  const first = chain.find((address) => !isTrusted(address));
  return first !== undefined && isIP(first) !== 0 ? first : direct;
}
