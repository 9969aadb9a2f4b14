/**
 * One console's end of the live link: its sequence, its rooms, what waits while a snapshot is read, and what happens when
 * the console takes its events more slowly than they come.
 */
import type { Socket } from 'socket.io';
import { type LiveEvent, type LiveState, liveEventSchema, liveStateSchema } from '../../contract/live-events.ts';
import type { Clock } from '../clock/clock.ts';
import type { Present } from '../http/present.ts';
import type { RepeatedErrors } from '../logger/logger.ts';

export interface LiveSocket<Principal> {
  socket: Socket;
  principal(): Principal;
  isIn(room: string): boolean;
  isSlow(): boolean;
  send(event: LiveEvent): void;
  /** Reads rooms and state again and sends a snapshot; asked for again while it does, it does it once more. */
  refresh(): void;
  /** The same person with other rights, perhaps. */
  become(principal: Principal): void;
  refuse(code: string): void;
  close(): void;
}

interface LiveSocketOptions<Principal> {
  socket: Socket;
  principal: Principal;
  readState: (principal: Principal) => Promise<LiveState>;
  readRooms: (principal: Principal) => Promise<string[]>;
  present: Present<Principal>;
  clock: Clock;
  errors: RepeatedErrors;
}

/** Messages that wait in this process for one console; more, and it gets a fresh snapshot once it has caught up. */
const maxWaiting = 500;
const slowCheckMs = 250;
/** A console that has not caught up by then is cut off; it connects again by itself. */
const slowLimitMs = 30_000;
const retryMs = 1_000;
const maxRequestsPerMinute = 60;

type Mode = 'reading' | 'live' | 'slow' | 'closed';

export function createLiveSocket<Principal>(options: LiveSocketOptions<Principal>): LiveSocket<Principal> {
  const { socket, clock, errors } = options;
  let principal = options.principal;
  let mode: Mode = 'reading';
  let sequence = 0;
  let rooms = new Set<string>();
  let waiting: LiveEvent[] = [];
  let isReading = false;
  let isAskedAgain = false;
  let cancelTimer: () => void = () => undefined;

  const emit = (name: 'snapshot' | 'event', body: object) => socket.emit(name, body);
  const later = (ms: number, run: () => void) => {
    cancelTimer();
    cancelTimer = clock.after(ms, run);
  };

  const read = async (): Promise<void> => {
    // Rooms first: what happens while the state is read waits for it and is sent afterwards.
    rooms = new Set(await options.readRooms(principal));
    const state = await options.readState(principal);
    if (mode !== 'reading' || isAskedAgain) return;
    sequence += 1;
    emit('snapshot', { sequence, state: options.present(principal, liveStateSchema, state) });
    mode = 'live';
    const missed = waiting;
    waiting = [];
    for (const event of missed) send(event);
  };
  const refresh = () => {
    if (mode === 'closed' || mode === 'slow') return;
    mode = 'reading';
    if (isReading) {
      isAskedAgain = true;
      return;
    }
    isReading = true;
    isAskedAgain = false;
    read()
      .catch((error: unknown) => {
        errors.report('live.snapshot', error, 'a snapshot could not be read');
        if (mode === 'reading') later(retryMs, refresh);
      })
      .finally(() => {
        isReading = false;
        if (isAskedAgain) refresh();
      });
  };

  const becomeSlow = () => {
    mode = 'slow';
    waiting = [];
    const since = clock.now().getTime();
    const check = () => {
      if (mode !== 'slow') return;
      if (backlog(socket) === 0) {
        mode = 'reading';
        refresh();
      } else if (clock.now().getTime() - since > slowLimitMs) socket.disconnect(true);
      else later(slowCheckMs, check);
    };
    later(slowCheckMs, check);
  };
  const send = (event: LiveEvent) => {
    if (mode === 'reading') {
      waiting.push(event);
      // So much in one reading: the state that was read is old anyway.
      if (waiting.length > maxWaiting) {
        waiting = [];
        isAskedAgain = isReading;
      }
    } else if (mode === 'live') {
      if (backlog(socket) > maxWaiting) becomeSlow();
      else {
        sequence += 1;
        emit('event', { sequence, event: options.present(principal, liveEventSchema, event) });
      }
    }
  };

  limitRequests(socket, clock, refresh);
  return {
    socket,
    principal: () => principal,
    isIn: (room) => rooms.has(room),
    isSlow: () => mode === 'slow',
    send,
    refresh,
    become(next) {
      const isSame = JSON.stringify(next) === JSON.stringify(principal);
      principal = next;
      if (!isSame) refresh();
    },
    refuse(code) {
      socket.emit('refused', { code });
      socket.disconnect(true);
    },
    close() {
      mode = 'closed';
      waiting = [];
      cancelTimer();
    },
  };
}

/** Packets that this process still holds for the socket. */
const backlog = (socket: Socket): number =>
  (socket.conn as unknown as { writeBuffer?: unknown[] }).writeBuffer?.length ?? 0;

/** The only message a console may send. Anything else, or too many of them, ends the connection. */
function limitRequests(socket: Socket, clock: Clock, refresh: () => void): void {
  let count = 0;
  let since = clock.now().getTime();
  socket.onAny((name: string) => {
    const now = clock.now().getTime();
    if (now - since > 60_000) {
      since = now;
      count = 0;
    }
    count += 1;
    if (name !== 'snapshot.request' || count > maxRequestsPerMinute) socket.disconnect(true);
    else refresh();
  });
}
