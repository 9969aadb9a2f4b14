import { connect, type Socket } from 'node:net';

/** One AMI message: names and values in the order they came. */
export type AmiBlock = { fields: ReadonlyArray<readonly [string, string]>; get(name: string): string };

/**
 * A few lines of AMI for the lab itself (waiting for the start, acting in tests, recording traces). The bridge has its own
 * client; sharing it would make the lab trust the code that it is there to test.
 */
export type AmiClient = {
  /** Sends an action and resolves with its response. Refuses line breaks, which would smuggle in a second action. */
  action(name: string, fields?: Record<string, string>): Promise<AmiBlock>;
  /** Resolves with the first event that satisfies `test`, from now on. */
  nextEvent(test: (event: AmiBlock) => boolean): Promise<AmiBlock>;
  onEvent(listener: (event: AmiBlock) => void): void;
  onRaw(listener: (direction: 'received' | 'sent', block: string) => void): void;
  /** Resolves when Asterisk says it has loaded everything; it says so after each login too. */
  fullyBooted: Promise<void>;
  closed: Promise<void>;
  close(): void;
};

/** Connects and logs in; resolves only when Asterisk accepts. */
export async function connectAmi(port: number, user: string, secret: string): Promise<AmiClient> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  socket.setNoDelay(true).setEncoding('latin1');
  const client = createClient(socket);
  const answer = await Promise.race([
    client.action('Login', { Username: user, Secret: secret }),
    client.closed.then(() => undefined),
  ]);
  if (answer?.get('Response') === 'Success') return client;
  client.close();
  throw new Error(`AMI login as ${user} on port ${port} was refused: ${answer?.get('Message') ?? 'connection closed'}`);
}

function createClient(socket: Socket): AmiClient {
  const waiting = new Map<string, (block: AmiBlock) => void>();
  const eventListeners = new Set<(event: AmiBlock) => void>();
  const rawListeners = new Set<(direction: 'received' | 'sent', block: string) => void>();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => socket.destroy());
  const fullyBooted = new Promise<void>((resolve) => {
    eventListeners.add((event) => event.get('Event') === 'FullyBooted' && resolve());
  });
  let lastId = 0;
  let rest = '';
  socket.on('data', (text: string) => {
    rest += text;
    // The greeting is a lone line, everything else ends with an empty one.
    if (rest.startsWith('Asterisk Call Manager')) rest = rest.slice(rest.indexOf('\r\n') + 2);
    for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
      const raw = rest.slice(0, end + 4);
      rest = rest.slice(end + 4);
      for (const listener of rawListeners) listener('received', raw);
      const block = parseAmiBlock(raw);
      if (block.get('Event') !== '') for (const listener of [...eventListeners]) listener(block);
      else waiting.get(block.get('ActionID'))?.(block);
    }
  });
  return {
    closed,
    fullyBooted,
    close: () => socket.destroy(),
    onEvent: (listener) => eventListeners.add(listener),
    onRaw: (listener) => rawListeners.add(listener),
    nextEvent: (test) => firstEvent(eventListeners, test),
    action: (name, fields = {}) => {
      const id = `lab-${++lastId}`;
      const raw = encodeAmiAction({ Action: name, ActionID: id, ...fields });
      for (const listener of rawListeners) listener('sent', raw);
      socket.write(raw, 'utf8');
      return new Promise((resolve, reject) => {
        waiting.set(id, (block) => {
          waiting.delete(id);
          resolve(block);
        });
        void closed.then(() => reject(new Error(`AMI closed before ${name} was answered`)));
      });
    },
  };
}

function firstEvent(listeners: Set<(event: AmiBlock) => void>, test: (event: AmiBlock) => boolean): Promise<AmiBlock> {
  return new Promise((resolve) => {
    const listener = (event: AmiBlock) => {
      if (!test(event)) return;
      listeners.delete(listener);
      resolve(event);
    };
    listeners.add(listener);
  });
}

function encodeAmiAction(fields: Record<string, string>): string {
  const lines = Object.entries(fields).map(([name, value]) => {
    if (/[\r\n\0]/.test(name + value)) throw new Error(`AMI field ${name} holds a line break`);
    // `Variable` may come several times: one name, values parted by a tab that no value of ours holds.
    return value
      .split('\t')
      .map((one) => `${name}: ${one}\r\n`)
      .join('');
  });
  return `${lines.join('')}\r\n`;
}

function parseAmiBlock(raw: string): AmiBlock {
  // The socket is read byte by byte (latin1) so that traces keep every byte; names of people are UTF-8.
  const text = Buffer.from(raw, 'latin1').toString('utf8');
  const fields = text.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1).trim()] as const] : [];
  });
  return { fields, get: (name) => fields.find(([key]) => key === name)?.[1] ?? '' };
}
