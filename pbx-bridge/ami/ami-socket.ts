/** Opens the TCP or TLS connection to AMI, with a time-out and refusals that say what to check. */
import net from 'node:net';
import tls from 'node:tls';
import type { Clock } from '../clock.ts';
import { errorText } from '../logger.ts';
import { AmiRefused } from './ami-errors.ts';

export interface AmiTarget {
  readonly protocol: 'tcp' | 'tls';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  /** PEM text of the authority (or of the self-signed certificate) that signed Asterisk's; null for the system's. */
  readonly tlsAuthority: string | null;
}

const whatToCheck: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there. Is Asterisk running, is manager.conf enabled = yes, do bindaddr and port fit?',
  ENOTFOUND: 'the host name is not known. Check AMI_URL.',
  EAI_AGAIN: 'the host name could not be looked up now. Check the name in AMI_URL and the DNS.',
  ETIMEDOUT: 'no answer. Is a firewall between the bridge and Asterisk?',
  EHOSTUNREACH: 'the host cannot be reached. Check address and network.',
  ENETUNREACH: 'the network cannot be reached. Check address and network.',
  ECONNRESET: 'the connection was reset. Does manager.conf permit the address of the bridge?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed. Put it into a file and name that in AMI_TLS_CA.',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an unknown authority. Name its file in AMI_TLS_CA.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority. Name its file in AMI_TLS_CA.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate was made for another name. Use that name in AMI_URL.',
  CERT_HAS_EXPIRED: 'its certificate has expired.',
};

const refusal = (target: AmiTarget, error: unknown): AmiRefused => {
  const code = (error as { code?: string }).code ?? '';
  const hint = whatToCheck[code] ?? `${errorText(error)}${code === '' ? '' : ` (${code})`}`;
  return new AmiRefused(`Asterisk manager at ${target.host}:${target.port}: ${hint}`, { cause: error });
};

/**
 * Connects. The caller owns the socket from then on; errors of it after that moment are the caller's.
 *
 * @param signal Gives up at once when aborted.
 * @throws AmiRefused
 */
export const openAmiSocket = (
  target: AmiTarget,
  timeoutMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<net.Socket> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new AmiRefused('The bridge stops.'));
      return;
    }
    const { host, port } = target;
    const socket =
      target.protocol === 'tls'
        ? tls.connect({
            host,
            port,
            ...(net.isIP(host) === 0 ? { servername: host } : {}),
            ca: target.tlsAuthority ?? undefined,
          })
        : net.connect({ host, port });
    const ready = target.protocol === 'tls' ? 'secureConnect' : 'connect';
    const settle = (error: AmiRefused | null): void => {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      socket.off('close', onClose);
      socket.off(ready, onReady);
      if (error === null) {
        resolve(socket);
        return;
      }
      // A destroyed socket may still report: an unheard 'error' would end the process.
      socket.on('error', () => undefined);
      socket.destroy();
      reject(error);
    };
    const onError = (error: Error): void => settle(refusal(target, error));
    const onClose = (): void => settle(refusal(target, { code: 'ECONNRESET' }));
    const onAbort = (): void => settle(new AmiRefused('The bridge stops.'));
    const onReady = (): void => {
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 5_000);
      settle(null);
    };
    const cancelTimer = clock.after(timeoutMs, () =>
      settle(new AmiRefused(`Asterisk manager at ${host}:${port}: no connection within ${timeoutMs} ms.`)),
    );
    signal.addEventListener('abort', onAbort);
    socket.on('error', onError);
    socket.on('close', onClose);
    socket.on(ready, onReady);
  });
