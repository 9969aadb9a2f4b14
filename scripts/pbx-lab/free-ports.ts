import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { LabPorts } from './lab-options.ts';
import { PbxLabError } from './pbx-lab-error.ts';

/** Below the range from which systems hand out ports themselves, so that a port found free stays free. */
const FIRST_PORT = 10_500;
const LAST_PORT = 32_000;

/** Two ports a call leg; enough for 100 calls at once. Labs may overlap here: Asterisk takes the next free one. */
const RTP_PORTS = 800;

/** Ports for a lab: those given, and free ones for the rest. */
export async function chooseLabPorts(given: Partial<LabPorts> = {}): Promise<LabPorts> {
  const taken = new Set<number>();
  const rtpFirst = given.rtpFirst ?? randomPort(LAST_PORT - RTP_PORTS) & ~1;
  return {
    ami: given.ami ?? (await freePort(isTcpPortFree, taken)),
    http: given.http ?? (await freePort(isTcpPortFree, taken)),
    sip: given.sip ?? (await freePort(isUdpPortFree, taken)),
    carrier: given.carrier ?? (await freePort(isUdpPortFree, taken)),
    rtpFirst,
    rtpLast: given.rtpLast ?? rtpFirst + RTP_PORTS - 1,
  };
}

async function freePort(isFree: (port: number) => Promise<boolean>, taken: Set<number>): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = randomPort(LAST_PORT);
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new PbxLabError(
    'start-failed',
    `No free port between ${FIRST_PORT} and ${LAST_PORT} was found for the PBX lab.`,
  );
}

/** Labs start at the same moment in parallel tests, hence no counting upwards. */
function randomPort(last: number): number {
  return FIRST_PORT + Math.floor(Math.random() * (last - FIRST_PORT));
}

/** True when nothing listens on this TCP port of 127.0.0.1. */
export function isTcpPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** True when nothing is bound to this UDP port of 127.0.0.1. */
export function isUdpPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}
