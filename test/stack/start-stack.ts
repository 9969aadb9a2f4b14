import { kill9 } from '../../scripts/stack/built-process.ts';
import { type FullStack, type FullStackOptions, startFullStack } from '../../scripts/stack/full-stack.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** The whole of it, on a database that may be lost with the machine; the AMI link passes through a wire that can be cut. */
export type Stack = FullStack & {
  readonly wire: TcpProxy;
  /** The last lines of a process, for a failure message. */
  logOf(name: 'server' | 'bridge'): readonly string[];
  kill9(name: 'server' | 'bridge' | 'database'): void;
};

export type StackOptions = Pick<FullStackOptions, 'lab' | 'env'>;

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  let wire: TcpProxy | undefined;
  const stack = await startFullStack({
    ...options,
    isThrowAway: true,
    amiPort: async (lab) => {
      wire = await startTcpProxy({ host: '127.0.0.1', port: lab.amiPort });
      return wire.port;
    },
  });
  return {
    ...stack,
    wire: wire as TcpProxy,
    logOf: (name) => stack[name].log,
    kill9: (name) => (name === 'database' ? kill9(name, stack.postgres.pid()) : stack[name].kill9()),
    stop: async () => {
      await stack.stop();
      await wire?.close();
    },
  };
}
