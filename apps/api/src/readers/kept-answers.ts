import { createHash } from 'node:crypto';

/** A page or a feed that is the same for everybody, as it is sent. */
export interface PublicAnswer {
  readonly body: Buffer;
  readonly type: string;
  /** Strong: the same tag is the same bytes. */
  readonly etag: string;
  readonly lastModified: Date;
  /** From then on it has to be made anew; null: what it is kept under says when. */
  readonly until: Date | null;
}

export function publicAnswer(text: string, facts: Pick<PublicAnswer, 'type' | 'lastModified' | 'until'>): PublicAnswer {
  const body = Buffer.from(text);
  return { ...facts, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"` };
}

/** What stays in memory: about a thousand pages, a small part of what the process may have. */
const MAX_BYTES = 16_000_000;
const MAX_ENTRIES = 2_000;

interface Kept {
  readonly answer: Promise<PublicAnswer>;
  bytes: number;
}

/**
 * Answers by everything that shapes them: the key names edition, revision and what has befallen it since, so that an
 * answer never outlives a kill. Those that were not asked for longest go first. Whoever asks while one is being made
 * waits for it too.
 */
export class KeptAnswers {
  private readonly kept = new Map<string, Kept>();
  private bytes = 0;

  async get(key: string, now: Date, make: () => Promise<PublicAnswer>): Promise<PublicAnswer> {
    const known = this.kept.get(key);
    if (known !== undefined) {
      const answer = await known.answer;
      if (answer.until === null || now < answer.until) {
        this.touch(key, known);
        return answer;
      }
      this.drop(key);
    }
    const entry: Kept = { answer: make(), bytes: 0 };
    this.kept.set(key, entry);
    try {
      const answer = await entry.answer;
      entry.bytes = answer.body.length;
      if (this.kept.get(key) === entry) this.bytes += entry.bytes;
      this.shrink();
      return answer;
    } catch (error) {
      // A failure is the caller's to hear and is not kept.
      if (this.kept.get(key) === entry) this.kept.delete(key);
      throw error;
    }
  }

  private touch(key: string, entry: Kept): void {
    if (this.kept.get(key) !== entry) return;
    this.kept.delete(key);
    this.kept.set(key, entry);
  }

  private drop(key: string): void {
    const entry = this.kept.get(key);
    if (entry === undefined) return;
    this.kept.delete(key);
    this.bytes -= entry.bytes;
  }

  private shrink(): void {
    for (const key of this.kept.keys()) {
      if (this.bytes <= MAX_BYTES && this.kept.size <= MAX_ENTRIES) return;
      this.drop(key);
    }
  }
}
