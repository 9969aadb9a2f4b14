/**
 * What a channel's name says. Asterisk builds names as `Technology/resource-hex`, where the last part counts instances;
 * `Local/exten@context-hex;1` and `;2` are the two ends of one pair. Names are not unique over a restart: only the
 * Uniqueid is a key.
 */
export interface ChannelName {
  /** `PJSIP`, `SIP`, `IAX2`, `Local`, `DAHDI`...; empty when the name has no slash. */
  readonly technology: string;
  /** Endpoint, peer or device without the instance: `101`, `trunk`. For Local channels: `exten@context`. */
  readonly resource: string;
  /** Technology and resource: `PJSIP/101`. */
  readonly interface: string;
  /** For Local channels: what both halves have in common, and which half this is. */
  readonly local: { readonly pair: string; readonly half: 1 | 2 } | null;
}

/** Asterisk marks channels that a masquerade leaves behind, and prefixes the stand-in that takes a dialled leg into the dialplan. */
const LEFT_BEHIND = /<(?:MASQ|ZOMBIE)>/g;
const LOCAL = /^Local\/(.+)-[0-9a-f]+;([12])$/;
const INSTANCE = /-[0-9a-f]+$/;

/**
 * Takes a channel name apart; never throws, whatever the name.
 * @example parseChannelName('PJSIP/101-0000002a').interface === 'PJSIP/101'
 */
export function parseChannelName(name: string): ChannelName {
  const clean = name.replace(LEFT_BEHIND, '');
  const local = LOCAL.exec(clean);
  if (local) {
    const resource = local[1] ?? '';
    return {
      technology: 'Local',
      resource,
      interface: `Local/${resource}`,
      local: { pair: clean.slice(0, -2), half: local[2] === '1' ? 1 : 2 },
    };
  }
  const slash = clean.indexOf('/');
  if (slash < 0) return { technology: '', resource: clean, interface: clean, local: null };
  const technology = clean.slice(0, slash);
  // DAHDI/1-1, DAHDI/i1/5551234-2a: the second slash separates a number, which is no part of the device.
  const [device = ''] = clean.slice(slash + 1).split('/');
  const resource = device.replace(INSTANCE, '');
  return { technology, resource, interface: `${technology}/${resource}`, local: null };
}

/** A queue member or setting such as `PJSIP/101`, `pjsip/101`: the interface when it names exactly one device, else null. */
export function deviceInterface(text: string): string | null {
  const found = /^([A-Za-z0-9]+)\/([^/@;]+)$/.exec(text.trim());
  if (!found || found[1] === 'Local' || found[1] === 'Queue' || found[1] === 'Custom') return null;
  return `${found[1]}/${found[2]}`;
}

/** What an Originate was told to ring, as the channel that it makes is called: a device, or a Local channel without options. */
export function originatedInterface(text: string): string | null {
  const local = /^(Local\/[^/@;]+@[^/;]+)(?:\/[a-z]+)?$/.exec(text.trim())?.[1];
  return local ?? deviceInterface(text);
}

/**
 * The number inside a dial string, as Dial() and Originate report it without the technology:
 * `+33611112222@trunk`, `trunk/+33611112222`, `g0/5551234`, `trunk/sip:100@host`, `102`.
 */
export function dialledNumberOf(dialString: string): string {
  const last = dialString.split('/').at(-1) ?? '';
  return (last.replace(/^sips?:/, '').split(/[@;!]/)[0] ?? '').trim();
}
