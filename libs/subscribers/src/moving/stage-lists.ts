import type { FileProblem, ListPart } from './reader-list.js';
import type { StagedRow } from './read-row.js';

/** Rows that go into staging in one COPY and one transaction. */
const BLOCK_ROWS = 10_000;

export interface StagingHooks {
  /** Rows a run before this one has put into staging are left out. */
  readonly after: number;
  /** Puts a block into staging. The next one is read meanwhile. */
  readonly save: (rows: readonly StagedRow[]) => Promise<void>;
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
  const blocks = new Blocks(hooks.save);
  let rows = 0;
  for await (const part of parts) {
    rows += part.rows;
    for (const problem of part.problems) {
      refused.set(problem.code, (refused.get(problem.code) ?? 0) + 1);
      await hooks.onProblem({ ...problem, file: part.name });
    }
    await blocks.add(part.staged, hooks.after);
    hooks.onRows(rows);
  }
  await blocks.end();
  return { rows, refused };
}

/** One block is on its way while the next one fills: file and database work side by side. */
class Blocks {
  private rows: StagedRow[] = [];
  private onItsWay: Promise<void> = Promise.resolve();

  constructor(private readonly save: StagingHooks['save']) {}

  async add(rows: readonly StagedRow[], after: number): Promise<void> {
    for (const row of rows) if (row.line > after) this.rows.push(row);
    if (this.rows.length >= BLOCK_ROWS) await this.send();
  }

  async end(): Promise<void> {
    if (this.rows.length > 0) await this.send();
    await this.onItsWay;
  }

  private async send(): Promise<void> {
    await this.onItsWay;
    this.onItsWay = this.save(this.rows);
    // Told where it is waited for; until then a failure must not end the process.
    this.onItsWay.catch(() => undefined);
    this.rows = [];
  }
}
