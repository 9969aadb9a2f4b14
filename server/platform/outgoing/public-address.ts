/**
 * May this server be asked to speak to that address? Only to the public Internet, unless the administrator named a
 * network: an address that somebody types must not reach what only this machine can reach. Pure.
 * Ranges: IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and what followed it).
 */
import { BlockList, isIP } from 'node:net';

const special4 = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
  192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
  203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`;
/** Within 2000::/3; everything outside of it is special. */
const special6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20 2620:4f:8000::/48';

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Networks such as `10.0.0.0/8` and single addresses as one list. Throws on anything else. */
export function networksOf(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    if (isIP(address) === 0) throw new Error(`${entry} is no network`);
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}

const blocked4 = networksOf(special4.split(/\s+/));
const blocked6 = networksOf(special6.split(/\s+/));
const global6 = networksOf(['2000::/3']);

/** `::ffff:10.0.0.1` in any spelling is 10.0.0.1. */
function unmapped(address: string): string {
  if (isIP(address) !== 6) return address;
  const text = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(text) ?? [];
  if (high === undefined || low === undefined) return text;
  const bits = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

export function isPublicAddress(address: string): boolean {
  const plain = unmapped(address.split('%')[0] ?? '');
  if (isIP(plain) === 4) return !blocked4.check(plain, 'ipv4');
  return isIP(plain) === 6 && global6.check(plain, 'ipv6') && !blocked6.check(plain, 'ipv6');
}

/** Is it in one of the networks that the administrator named? */
export function isNamedAddress(address: string, named: BlockList): boolean {
  const plain = unmapped(address.split('%')[0] ?? '');
  return isIP(plain) !== 0 && named.check(plain, familyOf(plain));
}
