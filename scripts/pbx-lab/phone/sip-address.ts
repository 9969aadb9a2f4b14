/** A From, To, Contact or P-Asserted-Identity value taken apart. */
export type SipAddress = { displayName: string; uri: string; user: string; tag: string };

/**
 * Reads `"Name" <sip:user@host;x=y>;tag=z` in every form allowed.
 * @example parseSipAddress('"Ann" <sip:101@h>;tag=1') // { displayName: 'Ann', uri: 'sip:101@h', user: '101', tag: '1' }
 */
export function parseSipAddress(value: string): SipAddress {
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^>]*)>(.*)$/.exec(value);
  const uri = bracketed ? bracketed[3]! : value.split(';')[0]!.trim();
  const parameters = bracketed ? bracketed[4]! : value.slice(value.indexOf(';') + 1);
  const displayName = (bracketed?.[1] ?? bracketed?.[2] ?? '').replace(/\\(.)/g, '$1').trim();
  return { displayName, uri, user: uriUser(uri), tag: /(?:^|;)\s*tag=([^;\s]+)/.exec(parameters)?.[1] ?? '' };
}

/** The part before the @ of a sip: or tel: address, unescaped; empty when there is none. */
export function uriUser(uri: string): string {
  const user = /^(?:sips?|tel):([^@;?]*)(@?)/i.exec(uri);
  if (!user || (user[2] === '' && !/^tel:/i.test(uri))) return '';
  try {
    return decodeURIComponent(user[1]!);
  } catch {
    return user[1]!;
  }
}

/** A display name as a quoted string. */
export function quoted(name: string): string {
  return `"${name.replace(/[\r\n]/g, ' ').replace(/(["\\])/g, '\\$1')}"`;
}
