/** A wire between the bridge and a real Asterisk (or a server) that can be cut, frozen and mended. */
import { once } from 'node:events';
import net from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Resets every connection; new ones are let through. */
  cut(): void;
  /** Bytes stop flowing, connections stay open: a half-open link. New connections are not answered until `thaw`. */
  freeze(): void;
  /** Frozen connections stay dead; new ones are let through. */
  thaw(): void;
  close(): Promise<void>;
}

export const startTcpProxy = async (targetPort: number): Promise<TcpProxy> => {
  const pairs = new Set<{ inner: net.Socket; outer: net.Socket }>();
  let frozen = false;
  const server = net.createServer((outer) => {
    if (frozen) {
      outer.pause();
      outer.on('error', () => outer.destroy());
      return;
    }
    const inner = net.connect(targetPort, '127.0.0.1');
    const pair = { inner, outer };
    pairs.add(pair);
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        pairs.delete(pair);
        if (!frozen) other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    cut: () => {
      for (const { inner, outer } of pairs) {
        outer.resetAndDestroy();
        inner.destroy();
      }
      pairs.clear();
    },
    freeze: () => {
      frozen = true;
      for (const { inner, outer } of pairs) {
        inner.unpipe();
        outer.unpipe();
        inner.pause();
        outer.pause();
      }
    },
    thaw: () => {
      frozen = false;
    },
    close: async () => {
      server.close();
      for (const { inner, outer } of pairs) {
        inner.destroy();
        outer.destroy();
      }
      await once(server, 'close');
    },
  };
};
