import { createServer } from 'node:net';

/**
 * A sentence when nobody may listen on this address, null when it is free.
 * Asked before anything is started, so that the answer is one line and not a stack trace of the third process.
 */
export function whyPortIsTaken(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(sentence(error.code, host, port)));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}

function sentence(code: string | undefined, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use. Stop what listens there, or choose another: PORT=${port + 1} npm start`;
    case 'EACCES':
      return `Port ${port} on ${host} needs more rights than this user has. Choose one above 1023: PORT=8080 npm start`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is no address of this machine. 127.0.0.1 and 0.0.0.0 always are.`;
    default:
      return `Nothing can listen on ${host}:${port} (${code ?? 'unknown reason'}).`;
  }
}

/** A port that nobody uses at this moment. */
export function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
