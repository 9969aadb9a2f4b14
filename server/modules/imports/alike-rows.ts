/**
 * Pure: which rows of a file share a number or an e-mail with another row, found while the file is read. Only these are then
 * compared in the database: sorting a million numbers there takes longer than all the rest of the comparison.
 *
 * Keys are kept as 32-bit hashes (FNV-1a). Two keys with one hash only mean that a row more is looked at.
 */
const firstSlots = 1 << 16;
/** Above this many different keys the table would need more than 128 MB; then all rows are compared. */
const mostKeys = 8_000_000;

export class AlikeRows {
  #hashes = new Int32Array(firstSlots);
  /** Row in which a key stood first; 0: the slot is free. */
  #rows = new Int32Array(firstSlots);
  #keys = 0;
  /** One bit for each row that shares something. */
  #alike = new Uint8Array(1 << 14);
  #isFull = false;

  /** @param row from 1 on */
  add(key: string, row: number): void {
    if (this.#isFull) return;
    const hash = hashOf(key);
    const slot = this.#slotOf(hash);
    const first = this.#rows[slot] ?? 0;
    if (first === row) return;
    if (first > 0) {
      this.#mark(first);
      this.#mark(row);
      return;
    }
    this.#hashes[slot] = hash;
    this.#rows[slot] = row;
    this.#keys += 1;
    if (this.#keys > mostKeys) this.#giveUp();
    else if (this.#keys * 2 > this.#rows.length) this.#grow();
  }

  /** The rows in their order; null: there were too many different keys to keep. */
  found(): number[] | null {
    if (this.#isFull) return null;
    const rows: number[] = [];
    this.#alike.forEach((bits, index) => {
      for (let bit = 0; bits >> bit > 0; bit += 1) if ((bits >> bit) & 1) rows.push(index * 8 + bit);
    });
    return rows;
  }

  /** Where this hash stands, or where it belongs. */
  #slotOf(hash: number): number {
    const last = this.#rows.length - 1;
    let slot = hash & last;
    while (this.#rows[slot] !== 0 && this.#hashes[slot] !== hash) slot = (slot + 1) & last;
    return slot;
  }

  #mark(row: number): void {
    const index = row >> 3;
    if (index >= this.#alike.length) {
      const wider = new Uint8Array(Math.max(index + 1, this.#alike.length * 2));
      wider.set(this.#alike);
      this.#alike = wider;
    }
    this.#alike[index] = (this.#alike[index] ?? 0) | (1 << (row & 7));
  }

  #grow(): void {
    const [hashes, rows] = [this.#hashes, this.#rows];
    this.#hashes = new Int32Array(hashes.length * 2);
    this.#rows = new Int32Array(rows.length * 2);
    rows.forEach((row, index) => {
      if (row === 0) return;
      const hash = hashes[index] ?? 0;
      const slot = this.#slotOf(hash);
      this.#hashes[slot] = hash;
      this.#rows[slot] = row;
    });
  }

  #giveUp(): void {
    this.#isFull = true;
    this.#hashes = new Int32Array(0);
    this.#rows = new Int32Array(0);
    this.#alike = new Uint8Array(0);
  }
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  // The low bits choose the slot: the high ones are folded into them.
  return hash ^ (hash >>> 15);
}
