/** LISTEN on a connection of its own, made again whenever it is lost. */
import pg from 'pg';
import type { Clock } from '../clock/clock.ts';
import type { RepeatedErrors } from '../logger/logger.ts';
import { typedError } from './database-errors.ts';
import { quoteIdentifier } from './sql.ts';

export interface Listener {
  stop(): Promise<void>;
}

interface ListenOptions {
  clientConfig: pg.ClientConfig;
  clock: Clock;
  errors: RepeatedErrors;
  channel: string;
  onMessage: (payload: string) => void;
  onReconnected: () => void;
}

const retryMs = 250;
const pingMs = 10_000;

/** Resolves when the channel is heard for the first time; rejects with `DatabaseUnavailable` when that fails. */
export async function listenOn(options: ListenOptions): Promise<Listener> {
  const { clientConfig, clock, errors, channel, onMessage, onReconnected } = options;
  let client: pg.Client | null = null;
  let isStopped = false;
  let cancelTimer: () => void = () => undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ ...clientConfig, connectionTimeoutMillis: 5_000 });
    let isGone = false;
    const gone = (error?: unknown) => {
      if (isGone) return;
      isGone = true;
      cancelTimer();
      if (client === next) client = null;
      next.end().catch((failed: unknown) => errors.report('listen.end', failed, 'closing a lost connection failed'));
      if (error) errors.report(`listen.${channel}`, error, 'the connection for notifications was lost');
      if (!isStopped && hasConnected) cancelTimer = clock.after(retryMs, reconnect);
    };
    next.on('error', gone);
    next.on('end', () => gone());
    next.on('notification', ({ payload }) => onMessage(payload ?? ''));
    try {
      await next.connect();
      await next.query(`listen ${quoteIdentifier(channel)}`);
    } catch (error) {
      gone(error);
      throw typedError(error);
    }
    client = next;
    // A connection that only listens never notices a silent cut: ask now and then.
    const ask = () => {
      cancelTimer = clock.after(pingMs, ask);
      next.query('select 1').catch(gone);
    };
    cancelTimer = clock.after(pingMs, ask);
  };
  let hasConnected = false;
  const reconnect = () => {
    if (isStopped) return;
    connect().then(onReconnected, (error: unknown) => errors.report(`listen.${channel}`, error, 'cannot listen yet'));
  };
  await connect();
  hasConnected = true;
  return {
    async stop() {
      isStopped = true;
      cancelTimer();
      await client?.end();
    },
  };
}
