import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { AmiClient } from './ami-client.ts';
import { labClock } from './lab-clock.ts';
import type { PbxLab } from './pbx-lab.ts';

/** A trace being recorded. Act through `ami`, so that what we sent stands in the trace as well. */
export type TraceRecording = {
  ami: AmiClient;
  /** Resolves with the number of blocks once the file is complete. */
  stop(): Promise<number>;
};

/**
 * Records everything Asterisk says on AMI, and what is sent on the same connection, as it was on the wire: each block
 * under a line `# <seconds since 1970>`, those sent by us under `# <seconds> >>>`. Begins after the login, so no secret is
 * written.
 */
export async function recordTrace(lab: Pick<PbxLab, 'connectAmi'>, file: string): Promise<TraceRecording> {
  const ami = await lab.connectAmi('all');
  const output = createWriteStream(file, { encoding: 'latin1' });
  await once(output, 'open');
  let blocks = 0;
  ami.onRaw((direction, block) => {
    blocks += 1;
    output.write(formatTraceBlock(labClock.epochMs(), direction, block), 'latin1');
  });
  return {
    ami,
    stop: async () => {
      ami.close();
      await ami.closed;
      output.end();
      await once(output, 'close');
      return blocks;
    },
  };
}

/** One block of a trace file. Lines end in CRLF, as the block itself does. */
export function formatTraceBlock(epochMs: number, direction: 'received' | 'sent', block: string): string {
  return `# ${(epochMs / 1000).toFixed(3)}${direction === 'sent' ? ' >>>' : ''}\r\n${block}`;
}
