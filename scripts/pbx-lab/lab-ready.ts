import { createSocket } from 'node:dgram';
import { connectAmi } from './ami-client.ts';
import type { AsteriskProcess } from './asterisk-process.ts';
import { delay, labClock } from './lab-clock.ts';
import type { LabPorts } from './lab-options.ts';

/** Twenty times what a start takes; only a machine in great trouble needs more. */
const START_TIMEOUT_MS = 20_000;

/**
 * Waits until this Asterisk, and no other that might sit on one of the ports, answers on AMI and SIP.
 * @returns undefined when ready, else why not.
 */
export async function waitUntilReady(
  asterisk: AsteriskProcess,
  lab: { ports: LabPorts; amiSecret: string; systemName: string },
): Promise<string | undefined> {
  const deadline = labClock.monotonicMs() + START_TIMEOUT_MS;
  let reason = 'it never answered';
  while (labClock.monotonicMs() < deadline) {
    if (asterisk.hasEnded()) return `it ended (${await asterisk.ended})`;
    const client = await connectAmi(lab.ports.ami, 'all', lab.amiSecret).catch((error: Error) => {
      reason = error.message;
      return undefined;
    });
    if (client) {
      await Promise.race([client.fullyBooted, client.closed, delay(deadline - labClock.monotonicMs())]);
      client.close();
      return (await answersSip(lab.ports.sip, lab.systemName))
        ? undefined
        : `SIP port ${lab.ports.sip} belongs to another program`;
    }
    await delay(10);
  }
  return reason;
}

/** Sends OPTIONS and looks for the name that only this lab gives itself. */
function answersSip(port: number, systemName: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (answer: boolean) => {
      clearTimeout(timer);
      clearInterval(again);
      socket.close();
      resolve(answer);
    };
    const ask = () => socket.send(optionsRequest(port, socket.address().port), port, '127.0.0.1');
    const timer = setTimeout(() => finish(false), 2000);
    const again = setInterval(ask, 100);
    socket.on('message', (data) => finish(new RegExp(`^Server: ${systemName}\\r$`, 'm').test(data.toString('latin1'))));
    socket.on('error', () => finish(false));
    socket.bind(0, '127.0.0.1', ask);
  });
}

function optionsRequest(port: number, ownPort: number): string {
  const lines = [
    `OPTIONS sip:127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${ownPort};branch=z9hG4bKlab${ownPort};rport`,
    'Max-Forwards: 70',
    `From: <sip:lab@127.0.0.1>;tag=lab${ownPort}`,
    `To: <sip:127.0.0.1:${port}>`,
    `Call-ID: lab-ready-${ownPort}`,
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}
