/**
 * The text form of a piece of AMI traffic, the same for recorded traces, for the raw copy and for calls cut out of it:
 *
 *     # 1795422184.951            seconds since the epoch, with milliseconds, when the block came
 *     Event: Newchannel           the block as it was, CRLF line ends
 *     ...
 *                                 blank line
 *     # 1795422184.960 >>>        a block that was sent to Asterisk
 *
 * A `#` line holds for all blocks up to the next one. A `#` line in front of text with no such number is a comment.
 */

export interface TraceEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly sent: boolean;
  /** The block with LF line ends and without the blank line after it. */
  readonly text: string;
}

/** Reads a trace. Text that belongs to no stamp is left out; a torn last block is kept as far as it goes. */
export function* readTrace(trace: string): Generator<TraceEntry> {
  let at: number | null = null;
  let sent = false;
  let lines: string[] = [];
  for (const raw of trace.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const stamp = line.startsWith('# ') ? /^# (\d+(?:\.\d+)?)( >>>)?$/.exec(line) : null;
    if (stamp === null && line !== '') {
      if (!line.startsWith('#') || lines.length > 0) lines.push(line);
      continue;
    }
    if (lines.length > 0 && at !== null) yield { at, sent, text: lines.join('\n') };
    lines = [];
    if (stamp !== null) {
      at = Math.round(Number(stamp[1]) * 1000);
      sent = stamp[2] !== undefined;
    }
  }
  if (lines.length > 0 && at !== null) yield { at, sent, text: lines.join('\n') };
}

/** The `#` line for a moment. @example traceStamp(1795422184951) // '# 1795422184.951' */
export const traceStamp = (at: number): string =>
  `# ${Math.floor(at / 1000)}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;

/** One entry as text, CRLF line ends, blank line after it. */
export const writeTraceEntry = (entry: TraceEntry): string =>
  `${traceStamp(entry.at)}${entry.sent ? ' >>>' : ''}\n${entry.text.replaceAll('\n', '\r\n')}\r\n\r\n`;
