/**
 * Pure: the rows of a CSV text as nearly all files are written, in a quarter of the time of csv-parse: cells without a quote
 * in them, and cells in quotes, in which a quote is written twice. At anything else it stops before that row, and csv-parse
 * goes on from there (`read-cells.ts`); up to there both give the same.
 */
export class QuickCsv {
  readonly #delimiter: string;
  readonly #longest: number;
  /** What ends a row: found at the end of the first one, as csv-parse does. */
  #end: '\n' | '\r\n' | null = null;
  /** Text of which no row has been made yet. */
  #rest = '';
  #isStopped = false;

  /** @param longest signs of a row, beyond which it is none of a list of people */
  constructor({ delimiter, longest }: { delimiter: string; longest: number }) {
    this.#delimiter = delimiter;
    this.#longest = longest;
  }

  /** True: what comes is not for it. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** What has been given and not been read, and the end of rows if it is known: for whoever goes on. */
  get left(): { text: string; end: string | null } {
    return { text: this.#rest, end: this.#end };
  }

  /** The rows that are whole with this text. */
  read(more: string): string[][] {
    const text = this.#rest + more;
    const rows: string[][] = [];
    let read = 0;
    const end = this.#end ?? endOf(text);
    const scan = end === null ? null : new RowScan(text, this.#delimiter, end);
    for (let row = scan?.next(); row !== undefined && row !== 'part'; row = scan?.next()) {
      if (row === 'strange' || (scan?.at ?? 0) - read > this.#longest) {
        this.#isStopped = true;
        break;
      }
      rows.push(row);
      read = scan?.at ?? 0;
      this.#end = end;
    }
    this.#rest = text.slice(read);
    this.#isStopped ||= this.#rest.length > this.#longest;
    return rows;
  }
}

/** The first line end of a text; null: none is there yet, or it is in quotes, or one that only csv-parse knows. */
function endOf(text: string): '\n' | '\r\n' | null {
  const [whole, line = '', end] = /^([^\n\r]*)(\r?\n)/.exec(text) ?? [];
  if (whole === undefined || (line.split('"').length - 1) % 2 === 1) return null;
  return end === '\n' ? '\n' : '\r\n';
}

/** Rows of one text, one after the other. Every sign is looked for once, however few rows have it. */
class RowScan {
  /** Where the next row begins. */
  at = 0;
  readonly #text: string;
  readonly #delimiter: string;
  readonly #end: string;
  #nextDelimiter = -1;
  #nextEnd = -1;
  #nextQuote = -1;

  constructor(text: string, delimiter: string, end: string) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#end = end;
  }

  /** `part`: its end is not there yet. `strange`: it is none of ours. */
  next(): string[] | 'part' | 'strange' {
    const text = this.#text;
    const cells: string[] = [];
    let at = this.at;
    for (;;) {
      if (text.charCodeAt(at) === 0x22) {
        const closing = closingQuote(text, at + 1);
        // A quote at the very end may be the first half of one that is written twice.
        if (closing === -1 || closing + this.#end.length >= text.length) return 'part';
        const cell = text.slice(at + 1, closing);
        cells.push(cell.includes('"') ? cell.replaceAll('""', '"') : cell);
        at = closing + 1;
      } else {
        if (this.#nextEnd < at) this.#nextEnd = indexOr(text, this.#end, at);
        if (this.#nextDelimiter < at) this.#nextDelimiter = indexOr(text, this.#delimiter, at);
        if (this.#nextQuote < at) this.#nextQuote = indexOr(text, '"', at);
        const closing = Math.min(this.#nextEnd, this.#nextDelimiter);
        if (this.#nextQuote < closing) return 'strange';
        if (closing === text.length) return 'part';
        cells.push(text.slice(at, closing));
        at = closing;
      }
      if (text.startsWith(this.#delimiter, at)) {
        at += this.#delimiter.length;
      } else if (text.startsWith(this.#end, at)) {
        this.at = at + this.#end.length;
        return cells;
      } else return 'strange';
    }
  }
}

/** Its length when it is not there, so that it need not be looked for again. */
function indexOr(text: string, sign: string, from: number): number {
  const index = text.indexOf(sign, from);
  return index === -1 ? text.length : index;
}

/** Where the cell ends that begins at `from`, after its quote; -1: not in this text. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at !== -1 && text.charCodeAt(at + 1) === 0x22) at = text.indexOf('"', at + 2);
  return at;
}
