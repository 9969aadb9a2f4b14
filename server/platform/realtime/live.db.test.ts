import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type LiveTestServer, startLiveTestServer } from '../../../test/server/live-test-server.ts';
import type { LiveEvent, LiveState } from '../../contract/live-events.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await db.drop();
});

const settingsChanged = (what: string): LiveEvent => ({ name: 'settings.changed', payload: { what } });

async function withServer(
  options: Parameters<typeof startLiveTestServer>[1],
  run: (server: LiveTestServer) => Promise<void>,
): Promise<void> {
  const server = await startLiveTestServer(db, options);
  try {
    await run(server);
  } finally {
    await server.stop();
  }
}

describe('a live link', () => {
  it('is refused to nobody, and to another site', async () => {
    await withServer({}, async (server) => {
      await expect(server.connect({})).rejects.toMatchObject({ data: { code: 'access.not_signed_in' } });
      await expect(server.connect({ authorization: 'Bearer ann', origin: 'https://evil.test' })).rejects.toThrow();
    });
  });

  it('begins with a snapshot and goes on without a gap, for the rooms of the reader only', async () => {
    await withServer({ roomsOf: { ann: ['team:1', 'everybody'], bob: ['everybody'] } }, async (server) => {
      const ann = await server.connect({ authorization: 'Bearer ann' });
      const bob = await server.connect({ authorization: 'Bearer bob' });
      server.tell(['team:1'], settingsChanged('a'));
      server.tell(['team:1', 'everybody'], settingsChanged('b'));
      server.tell(['everybody'], settingsChanged('c'));
      await Promise.all([ann, bob].map((client) => client.event(({ event }) => whatOf(event) === 'c')));
      expect(ann.snapshot.sequence).toBe(1);
      expect(ann.events.map(({ sequence, event }) => [sequence, whatOf(event)])).toEqual([
        [2, 'a'],
        [3, 'b'],
        [4, 'c'],
      ]);
      expect(bob.events.map(({ event }) => whatOf(event))).toEqual(['b', 'c']);
      ann.close();
      bob.close();
    });
  });

  it('holds events back while the state is read, and sends them after the snapshot', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let reading: () => void = () => undefined;
    const isReading = new Promise<void>((resolve) => {
      reading = resolve;
    });
    const readState = async (): Promise<LiveState['tasks']> => {
      reading();
      await held;
      return {};
    };
    await withServer({ roomsOf: { ann: ['everybody'] }, readTasks: readState }, async (server) => {
      const connecting = server.connect({ authorization: 'Bearer ann' });
      await isReading;
      server.tell(['everybody'], settingsChanged('meanwhile'));
      letGo();
      const ann = await connecting;
      const { sequence } = await ann.event(({ event }) => whatOf(event) === 'meanwhile');
      expect([ann.snapshot.sequence, sequence]).toEqual([1, 2]);
      ann.close();
    });
  });

  it('gives a fresh snapshot when asked, with the next sequence', async () => {
    await withServer({ roomsOf: { ann: ['everybody'] } }, async (server) => {
      const ann = await server.connect({ authorization: 'Bearer ann' });
      const next = ann.nextSnapshot();
      ann.socket.emit('snapshot.request');
      expect((await next).sequence).toBe(2);
      ann.close();
    });
  });

  it('follows a change of rights, and ends when nobody is left', async () => {
    const roomsOf: Record<string, string[]> = { ann: ['everybody'] };
    await withServer({ roomsOf }, async (server) => {
      const ann = await server.connect({ authorization: 'Bearer ann' });
      const next = ann.nextSnapshot();
      roomsOf.ann = ['team:2'];
      server.changeRole('ann', 'other');
      await server.live.recheck('ann');
      await next;
      server.tell(['everybody'], settingsChanged('not mine any more'));
      server.tell(['team:2'], settingsChanged('mine'));
      await ann.event(({ event }) => whatOf(event) === 'mine');
      expect(ann.events).toHaveLength(1);
      const gone = new Promise<string>((resolve) => ann.socket.once('disconnect', resolve));
      const refused = new Promise<{ code: string }>((resolve) => ann.socket.once('refused', resolve));
      server.forget('ann');
      await server.live.recheck();
      expect(await gone).toBe('io server disconnect');
      expect(await refused).toEqual({ code: 'access.not_signed_in' });
    });
  });

  it('of a console that does not read gets a snapshot instead of a growing pile', async () => {
    await withServer({ roomsOf: { ann: ['everybody'] } }, async (server) => {
      const ann = await server.connect({ authorization: 'Bearer ann' });
      const wire = (
        ann.socket.io.engine as unknown as { transport: { ws: { _socket: { pause(): void; resume(): void } } } }
      ).transport.ws._socket;
      wire.pause();
      const large = 'x'.repeat(20_000);
      for (let n = 0; n < 3_000 && server.live.counts().slow === 0; n += 1) {
        server.tell(['everybody'], settingsChanged(`${n} ${large}`));
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(server.live.counts()).toEqual({ sockets: 1, slow: 1 });
      const next = ann.nextSnapshot();
      wire.resume();
      const { sequence } = await next;
      expect(sequence).toBe(ann.events.length + 2);
      server.tell(['everybody'], settingsChanged('live again'));
      await ann.event(({ event }) => whatOf(event) === 'live again');
      ann.close();
    });
  });

  it.each([
    [
      'an unknown message',
      (socket: { emit(name: string, ...args: unknown[]): unknown }) => socket.emit('call.offered', {}),
    ],
    [
      'a flood of requests',
      (socket: { emit(name: string, ...args: unknown[]): unknown }) => {
        for (let n = 0; n < 100; n += 1) socket.emit('snapshot.request');
      },
    ],
    [
      'a huge frame',
      (socket: { emit(name: string, ...args: unknown[]): unknown }) =>
        socket.emit('snapshot.request', 'x'.repeat(100_000)),
    ],
    ['binary', (socket: { emit(name: string, ...args: unknown[]): unknown }) => socket.emit('x', Buffer.alloc(10))],
  ])('ends with %s, and the others go on', async (_name, attack) => {
    await withServer({ roomsOf: { ann: ['everybody'], bob: ['everybody'] } }, async (server) => {
      const ann = await server.connect({ authorization: 'Bearer ann' });
      const bob = await server.connect({ authorization: 'Bearer bob' });
      const gone = new Promise<string>((resolve) => bob.socket.once('disconnect', resolve));
      attack(bob.socket);
      expect(['io server disconnect', 'transport close']).toContain(await gone);
      server.tell(['everybody'], settingsChanged('still here'));
      await ann.event(({ event }) => whatOf(event) === 'still here');
      ann.close();
    });
  });
});

const whatOf = (event: LiveEvent): string => (event.name === 'settings.changed' ? event.payload.what : event.name);
