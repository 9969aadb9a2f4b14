import { createSocket, type Socket } from 'node:dgram';
import { MULAW_SILENCE } from './mulaw.ts';
import { type DtmfStep, dtmfSteps } from './rtp-dtmf.ts';
import { paceFrames } from './rtp-pacer.ts';
import { canReceive, canSend, DTMF_PAYLOAD, type MediaDescription } from './sdp.ts';
import { FRAME_SAMPLES, toneFrame } from './tone.ts';
import { ToneMeter } from './tone-meter.ts';

/**
 * What a phone sends and whether it listens. `tone`: its own tone, and it notes every tone it hears. `silence`: silent
 * packets, nothing noted. `none`: no packets at all, the cheapest.
 */
export type MediaKind = 'tone' | 'silence' | 'none';

const HEADER_BYTES = 12;

const silentFrame = (): Buffer => Buffer.alloc(FRAME_SAMPLES, MULAW_SILENCE);

/** One UDP port for the audio of all calls of a phone; Asterisk uses another port for each, which tells them apart. */
export class RtpPort {
  readonly #socket: Socket;
  readonly #streams = new Map<number, RtpStream>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (data, from) => this.#streams.get(from.port)?.receive(data));
    socket.on('error', () => undefined);
  }

  static async open(): Promise<RtpPort> {
    // Asking the resolver for 127.0.0.1 fifty times a second and call is the dearest part of sending.
    const lookup = (host: string, _: unknown, done: (error: null, address: string, family: number) => void) =>
      done(null, host, 4);
    const socket = createSocket({ type: 'udp4', lookup: lookup as never, recvBufferSize: 1 << 20 });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject).bind(0, '127.0.0.1', () => resolve());
    });
    return new RtpPort(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  send(packet: Buffer, port: number): void {
    this.#socket.send(packet, port, '127.0.0.1');
  }

  register(port: number, stream: RtpStream): void {
    this.#streams.set(port, stream);
  }

  unregister(port: number, stream: RtpStream): void {
    if (this.#streams.get(port) === stream) this.#streams.delete(port);
  }

  close(): void {
    this.#socket.close();
  }
}

/** The audio of one call. */
export class RtpStream {
  readonly meter = new ToneMeter();
  readonly #rtp: RtpPort;
  readonly #kind: MediaKind;
  #frame: Buffer;
  readonly #ssrc = Math.floor(Math.random() * 0xffff_ffff);
  #remote: MediaDescription | undefined;
  #maySend = false;
  #mayHear = false;
  #sequence = Math.floor(Math.random() * 0x8000);
  #timestamp = 0;
  #keyTimestamp = 0;
  #typing: DtmfStep[] = [];
  #typed: (() => void)[] = [];
  #stopPacing: (() => void) | undefined;
  #closed = false;

  constructor(rtp: RtpPort, kind: MediaKind, toneHz: number) {
    this.#rtp = rtp;
    this.#kind = kind;
    this.#frame = kind === 'tone' ? toneFrame(toneHz) : silentFrame();
  }

  /** Sends there from now on, if both sides want it. */
  connect(remote: MediaDescription, localDirection: MediaDescription['direction']): void {
    if (this.#closed) return;
    if (this.#remote !== undefined) this.#rtp.unregister(this.#remote.port, this);
    this.#remote = remote;
    this.#rtp.register(remote.port, this);
    this.#maySend = canSend(localDirection) && remote.port !== 0;
    // Asterisk goes on sending to a phone that holds; a real one does not play it.
    this.#mayHear = canReceive(localDirection);
    this.#pace();
  }

  /** Types keys; resolves when all are sent or the call is over. */
  type(keys: string): Promise<void> {
    this.#typing.push(...dtmfSteps(keys));
    return new Promise((resolve) => {
      this.#typed.push(resolve);
      this.#pace();
    });
  }

  /** Goes on sending, but silence. */
  quieten(): void {
    this.#frame = silentFrame();
  }

  receive(packet: Buffer): void {
    if (!this.#mayHear || this.#kind !== 'tone' || packet.length <= HEADER_BYTES || (packet[1]! & 0x7f) !== 0) return;
    this.meter.listen(packet.subarray(HEADER_BYTES));
  }

  close(): void {
    this.#closed = true;
    this.#stopPacing?.();
    this.#stopPacing = undefined;
    if (this.#remote !== undefined) this.#rtp.unregister(this.#remote.port, this);
    this.meter.close();
    this.#finishTyping();
  }

  #pace(): void {
    const wanted = !this.#closed && this.#maySend && (this.#kind !== 'none' || this.#typing.length > 0);
    if (wanted) this.#stopPacing ??= paceFrames(() => this.#sendFrame());
    else {
      this.#stopPacing?.();
      this.#stopPacing = undefined;
      if (this.#closed || !this.#maySend) this.#finishTyping();
    }
  }

  #sendFrame(): void {
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0;
    if (this.#typing.length > 0) {
      this.#sendKey(this.#typing.shift());
      if (this.#typing.length > 0) return;
      this.#finishTyping();
      this.#pace();
    } else if (this.#kind !== 'none') this.#sendPacket(0, false, this.#timestamp, this.#frame);
  }

  #sendKey(step: DtmfStep): void {
    if (step === undefined) return;
    if (step.first) this.#keyTimestamp = this.#timestamp;
    const type = this.#remote?.dtmfPayload ?? DTMF_PAYLOAD;
    this.#sendPacket(type, step.first, this.#keyTimestamp, step.payload);
  }

  #sendPacket(type: number, marker: boolean, timestamp: number, payload: Buffer): void {
    const packet = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    packet[0] = 0x80;
    packet[1] = type | (marker ? 0x80 : 0);
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp, 4);
    packet.writeUInt32BE(this.#ssrc, 8);
    payload.copy(packet, HEADER_BYTES);
    this.#rtp.send(packet, this.#remote!.port);
  }

  #finishTyping(): void {
    this.#typing = [];
    for (const resolve of this.#typed.splice(0)) resolve();
  }
}
