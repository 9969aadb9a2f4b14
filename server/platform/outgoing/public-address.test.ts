import { describe, expect, it } from 'vitest';
import { badAddress } from './outgoing.ts';
import { isNamedAddress, isPublicAddress, networksOf } from './public-address.ts';

describe('an address somebody typed', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    'no address',
    '',
  ])('[API-1] %s is not the public Internet', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    '[API-1] %s is',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('[API-1] is reached when the administrator named its network, in any spelling', () => {
    const named = networksOf(['10.0.0.0/8', '::1']);
    expect(['10.9.8.7', '::ffff:10.0.0.1', '::1'].map((address) => isNamedAddress(address, named))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['192.168.0.1', '::2', 'x'].map((address) => isNamedAddress(address, named))).toEqual([false, false, false]);
    expect(() => networksOf(['localhost'])).toThrow('localhost');
  });

  it('[API-1] holds no password, no other protocol and nothing after #', () => {
    expect(badAddress('https://example.com/hook?x=1')).toBeNull();
    expect(
      ['nonsense', 'ftp://x', 'file:///etc/passwd', 'https://u:p@x/', 'https://x/#a'].map(badAddress),
    ).not.toContain(null);
  });
});
