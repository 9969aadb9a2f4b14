import { type MediaKind, type RtpPort, RtpStream } from './rtp-stream.ts';
import { answerDirection, buildSdp, type MediaDescription, type MediaDirection, parseSdp } from './sdp.ts';
import type { ToneMeter } from './tone-meter.ts';

/** The audio side of one call: offers, answers and the stream that follows from them. */
export class CallMedia {
  readonly #rtp: RtpPort;
  readonly #stream: RtpStream;
  #wanted: MediaDirection = 'sendrecv';
  #version = 0;

  constructor(rtp: RtpPort, kind: MediaKind, toneHz: number) {
    this.#rtp = rtp;
    this.#stream = new RtpStream(rtp, kind, toneHz);
  }

  get meter(): ToneMeter {
    return this.#stream.meter;
  }

  /** The description for a new offer of ours; also what we want from now on. */
  offer(direction: MediaDirection): string {
    this.#wanted = direction;
    this.#version += 1;
    return buildSdp(this.#rtp.port, direction, this.#version);
  }

  /** Takes the other side's answer to our offer. */
  accept(sdp: string): void {
    const remote = parseSdp(sdp);
    if (remote !== undefined) this.#stream.connect(remote, answerDirection(remote.direction, this.#wanted));
  }

  /** Answers the other side's offer; without one it makes an offer. `heldByThem`: they send to us no longer or only music. */
  answer(sdp: string): { sdp: string; heldByThem: boolean } {
    const remote: MediaDescription | undefined = parseSdp(sdp);
    if (remote === undefined) return { sdp: this.offer(this.#wanted), heldByThem: false };
    const direction = answerDirection(remote.direction, this.#wanted);
    this.#version += 1;
    this.#stream.connect(remote, direction);
    const heldByThem = remote.direction === 'sendonly' || remote.direction === 'inactive';
    return { sdp: buildSdp(this.#rtp.port, direction, this.#version), heldByThem };
  }

  /** Sends silence from now on; what it hears is noted all the same. */
  quieten(): void {
    this.#stream.quieten();
  }

  type(keys: string): Promise<void> {
    return this.#stream.type(keys);
  }

  close(): void {
    this.#stream.close();
  }
}
