/**
 * One AMI event block as plain data: what the decoder hands out and what every reducer of the bridge takes.
 * Nothing in it is interpreted; `receivedAt` is the only thing that does not come from the block itself.
 */

/** Header names to values, as they came on the wire (a `Map` is one). Values are never undefined, may be empty. */
export interface AmiFields extends Iterable<readonly [string, string]> {
  /** First value of the header with exactly this name. */
  get(name: string): string | undefined;
}

export interface AmiEvent {
  /** Value of the `Event` header, e.g. `Newchannel`. */
  readonly name: string;
  /** The first value wins when a header comes twice. `Event` itself need not be in here. */
  readonly fields: AmiFields;
  /** Every value of headers that may come several times (`ChanVariable`, `Variable`...), in order; null when there are none. */
  readonly repeated: ReadonlyMap<string, readonly string[]> | null;
  /** Milliseconds since the epoch by the bridge's clock when the block was complete. */
  readonly receivedAt: number;
}
