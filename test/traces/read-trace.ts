/**
 * Reads a recorded trace: raw AMI blocks, each under a line `# <epoch seconds>` that says when it was received. Blocks
 * under `# <epoch> >>>` were sent by us. Responses carry no event; items of lists come as events.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { AmiEvent } from '../../pbx-bridge/ami/ami-event.ts';

const folder = fileURLToPath(new URL('./data/', import.meta.url));

export interface TraceBlock {
  readonly receivedAt: number;
  /** Sent by us, not received. */
  readonly sent: boolean;
  /** Exactly as on the wire, CRLF kept. */
  readonly text: string;
}

const read = new Map<string, { blocks: readonly TraceBlock[]; events: readonly AmiEvent[] }>();

function recall(name: string): { blocks: readonly TraceBlock[]; events: readonly AmiEvent[] } {
  let known = read.get(name);
  if (!known) {
    const blocks = parseTrace(name);
    known = { blocks, events: blocks.flatMap((block) => toAmiEvent(block) ?? []) };
    read.set(name, known);
  }
  return known;
}

/** Every block of a trace, in order. */
export function readTraceBlocks(name: string): readonly TraceBlock[] {
  return recall(name).blocks;
}

function parseTrace(name: string): TraceBlock[] {
  const raw = gunzipSync(readFileSync(`${folder}${name}.ami.gz`)).toString('utf8');
  const blocks: TraceBlock[] = [];
  for (const part of raw.split(/^# (?=\d{9,11}\.\d+)/m).slice(1)) {
    const end = part.indexOf('\n');
    const head = part.slice(0, end).trim();
    blocks.push({
      receivedAt: Math.round(Number.parseFloat(head) * 1000),
      sent: head.endsWith('>>>'),
      text: part.slice(end + 1),
    });
  }
  return blocks;
}

/** The truth measured at the phones. */
export function readTruth<T = unknown>(name: string): T {
  return JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as T;
}

/** One block as a plain event; null when it is none. */
export function toAmiEvent(block: TraceBlock): AmiEvent | null {
  const fields = new Map<string, string>();
  const repeated = new Map<string, string[]>();
  for (const line of block.text.split('\n')) {
    const text = line.replace(/\r$/, '');
    const colon = text.indexOf(':');
    if (colon <= 0) continue;
    const key = text.slice(0, colon);
    const value = text.slice(colon + 1).replace(/^ /, '');
    const before = fields.get(key);
    if (before === undefined) fields.set(key, value);
    else repeated.set(key, [...(repeated.get(key) ?? [before]), value]);
  }
  const name = fields.get('Event');
  if (block.sent || name === undefined) return null;
  return { name, fields, repeated: repeated.size === 0 ? null : repeated, receivedAt: block.receivedAt };
}

/** All events of a trace, in the order in which they were received. */
export function readTrace(name: string): readonly AmiEvent[] {
  return recall(name).events;
}
