import { Readable } from 'node:stream';

const PIECE_BYTES = 16 * 1024;

/**
 * Hands a message to an SMTP connection so that we know what the relay can have: `begun` once the relay asked for data,
 * `finished` once the last byte was given away. The last byte is only given before the deadline, because whatever comes
 * after it may leave us not knowing. Given in pieces, and none ahead of its turn: a relay that stops reading in the
 * middle of a long message leaves the end of it, and with it the certainty, here.
 */
export class DeadlineStream extends Readable {
  begun = false;
  finished = false;

  constructor(
    private readonly message: Buffer,
    private readonly deadline: number,
    private offset = 0,
  ) {
    super({ highWaterMark: 1 });
  }

  override _read(): void {
    this.begun = true;
    const beforeLast = this.message.length - 1;
    if (this.offset < beforeLast) {
      const end = Math.min(this.offset + PIECE_BYTES, beforeLast);
      this.push(this.message.subarray(this.offset, end));
      this.offset = end;
      return;
    }
    if (Date.now() > this.deadline) {
      this.destroy(new Error('the dialogue took longer than its limit; nothing was submitted'));
      return;
    }
    this.finished = true;
    this.push(this.message.subarray(this.offset));
    this.push(null);
  }
}
