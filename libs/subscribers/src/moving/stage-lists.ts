import type { FileProblem, ListPart } from './reader-list.js';
import type { StagedRow } from './read-row.js';

/** Rows that go into staging in one COPY and one transaction. */
const BLOCK_ROWS = 5_000;

/** Rows on their way into staging, as text already: a block waits, and objects that wait are what memory goes to. */
export interface Block {
  readonly lines: readonly string[];
  /** The line of its last row. */
  readonly last: number;
}

export interface StagingHooks {
  /** Rows a run before this one has put into staging are left out. */
  readonly after: number;
  readonly write: (row: StagedRow) => string;
  /** Puts a block into staging. The next one is read meanwhile. */
  readonly save: (block: Block) => Promise<void>;
  readonly onProblem: (problem: FileProblem) => Promise<void> | void;
  readonly onRows: (rows: number) => void;
}

export interface StagingCounts {
  readonly rows: number;
  readonly refused: ReadonlyMap<string, number>;
}

/** Reads everything, and puts what can be applied into staging. What cannot is counted and told, in every run. */
export async function stageLists(parts: AsyncIterable<ListPart>, hooks: StagingHooks): Promise<StagingCounts> {
  const refused = new Map<string, number>();
  const blocks = new Blocks(hooks);
  let rows = 0;
  for await (const part of parts) {
    rows += part.rows;
    for (const problem of part.problems) {
      refused.set(problem.code, (refused.get(problem.code) ?? 0) + 1);
      await hooks.onProblem({ ...problem, file: part.name });
    }
    await blocks.add(part.staged);
    hooks.onRows(rows);
  }
  await blocks.end();
  return { rows, refused };
}

/** One block is on its way while the next one fills: file and database work side by side. */
class Blocks {
  private lines: string[] = [];
  private last = 0;
  private onItsWay: Promise<void> = Promise.resolve();

  constructor(private readonly hooks: StagingHooks) {}

  async add(rows: readonly StagedRow[]): Promise<void> {
    for (const row of rows) {
      if (row.line <= this.hooks.after) continue;
      this.lines.push(this.hooks.write(row));
      this.last = row.line;
    }
    if (this.lines.length >= BLOCK_ROWS) await this.send();
  }

  async end(): Promise<void> {
    if (this.lines.length > 0) await this.send();
    await this.onItsWay;
  }

  private async send(): Promise<void> {
    await this.onItsWay;
    this.onItsWay = this.hooks.save({ lines: this.lines, last: this.last });
    // Told where it is waited for; until then a failure must not end the process.
    this.onItsWay.catch(() => undefined);
    this.lines = [];
  }
}
