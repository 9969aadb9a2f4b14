const DIGITS = '0123456789*#ABCD';
const SAMPLES_PER_PACKET = 160;
const KEY_PACKETS = 5;
const END_PACKETS = 3;
const PAUSE_PACKETS = 5;

/** One 20 ms step of typing: a packet of the key, or undefined for a pause. */
export type DtmfStep = { first: boolean; payload: Buffer } | undefined;

/**
 * The packets of typed keys (RFC 4733): 100 ms each with growing duration, the end told three times, 100 ms of pause.
 * All packets of one key carry the time at which it was pressed.
 * @throws RangeError for a key that no phone has.
 */
export function dtmfSteps(keys: string): DtmfStep[] {
  return [...keys].flatMap((key) => {
    const event = DIGITS.indexOf(key.toUpperCase());
    if (event < 0) throw new RangeError(`Key ${JSON.stringify(key)}: only ${DIGITS} can be typed`);
    const step = (index: number): DtmfStep => {
      const isEnd = index >= KEY_PACKETS;
      const payload = Buffer.from([event, isEnd ? 0x8a : 0x0a, 0, 0]);
      payload.writeUInt16BE(Math.min(index + 1, KEY_PACKETS) * SAMPLES_PER_PACKET, 2);
      return { first: index === 0, payload };
    };
    const key20ms = Array.from({ length: KEY_PACKETS + END_PACKETS }, (_, index) => step(index));
    return [...key20ms, ...Array.from({ length: PAUSE_PACKETS }, () => undefined)];
  });
}
