// FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv).
const FNV_OFFSET = 0x811c9dc5 | 0;
const FNV_PRIME = 0x01000193;

/** The folded words that phrases use, each with a number from 1 on. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();
  readonly #words: string[] = [''];
  /** Open addressing; at most half full, so that a search ends soon. */
  #slots = new Int32Array(1024);
  /** Of the word in the same slot: seldom equal for two words, and compared faster than they are. */
  #hashes = new Int32Array(1024);

  add(folded: string): number {
    const known = this.#numbers.get(folded);
    if (known !== undefined) return known;
    const number = this.#words.push(folded) - 1;
    this.#numbers.set(folded, number);
    if (this.#words.length * 2 > this.#slots.length) this.#grow();
    else this.#put(number, folded);
    return number;
  }

  /** 0 when nobody waits for the word. */
  find(buffer: Uint16Array, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    let hash = FNV_OFFSET;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (buffer[at] ?? 0), FNV_PRIME);
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] ?? 0;
      if (number === 0 || (this.#hashes[slot] === hash && this.#is(number, buffer, from, to))) return number;
    }
  }

  #is(number: number, buffer: Uint16Array, from: number, to: number): boolean {
    const word = this.#words[number] ?? '';
    if (word.length !== to - from) return false;
    for (let at = from; at < to; at += 1) if (word.charCodeAt(at - from) !== buffer[at]) return false;
    return true;
  }

  #put(number: number, word: string): void {
    const mask = this.#slots.length - 1;
    let hash = FNV_OFFSET;
    for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), FNV_PRIME);
    let slot = spread(hash) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number;
    this.#hashes[slot] = hash;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    this.#hashes = new Int32Array(this.#slots.length);
    for (let number = 1; number < this.#words.length; number += 1) this.#put(number, this.#words[number] ?? '');
  }
}

/** The low bits of FNV-1a depend on the low bits of the characters alone. */
function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
