/** A claimed row that waits for its dialogue. */
export interface WaitingRow {
  readonly subscriberId: string;
  readonly provider: string;
  /** In today's cohort of a sending domain that is being warmed up; true where none is. */
  readonly isInCohort: boolean;
}

interface Lane {
  readonly rows: WaitingRow[];
  /** Milliseconds since 1970; before, nothing goes to this provider. */
  parkedUntil: number;
}

/** The rows of one chunk that wait, a lane a provider: one that must wait holds up no other. In memory, pure. */
export class ChunkQueue {
  private readonly lanes = new Map<string, Lane>();
  private turn = 0;

  constructor(rows: readonly WaitingRow[]) {
    for (const row of rows) this.lane(row.provider).rows.push(row);
  }

  get size(): number {
    let size = 0;
    for (const lane of this.lanes.values()) size += lane.rows.length;
    return size;
  }

  /** Providers that may be asked for, another one first each time. */
  open(now: number): string[] {
    const names = [...this.lanes].flatMap(([name, lane]) =>
      lane.rows.length > 0 && lane.parkedUntil <= now ? [name] : [],
    );
    const first = names.length === 0 ? 0 : this.turn++ % names.length;
    return [...names.slice(first), ...names.slice(0, first)];
  }

  takeFrom(provider: string, most: number, isCohortOnly = false): WaitingRow[] {
    const { rows } = this.lane(provider);
    if (!isCohortOnly) return rows.splice(0, most);
    const taken = rows.filter((row) => row.isInCohort).slice(0, most);
    const gone = new Set(taken);
    rows.splice(0, rows.length, ...rows.filter((row) => !gone.has(row)));
    return taken;
  }

  /** Whether somebody is left who is in the cohort. */
  get hasCohort(): boolean {
    return [...this.lanes.values()].some((lane) => lane.rows.some((row) => row.isInCohort));
  }

  /** From now on none of this provider's rows is in the cohort. */
  exclude(provider: string): void {
    const { rows } = this.lane(provider);
    rows.splice(0, rows.length, ...rows.map((row) => ({ ...row, isInCohort: false })));
  }

  /** They could not go after all, and are next. */
  giveBack(rows: readonly WaitingRow[]): void {
    for (const row of rows.toReversed()) this.lane(row.provider).rows.unshift(row);
  }

  takeAll(): WaitingRow[] {
    return [...this.lanes.values()].flatMap((lane) => lane.rows.splice(0));
  }

  park(provider: string, until: number): void {
    this.lane(provider).parkedUntil = until;
  }

  /** A dialogue ended, so all may be asked for again. */
  unpark(): void {
    for (const lane of this.lanes.values()) lane.parkedUntil = 0;
  }

  /** When the next lane opens that has rows; undefined: none has. */
  opensAt(): number | undefined {
    const times = [...this.lanes.values()].flatMap((lane) => (lane.rows.length > 0 ? [lane.parkedUntil] : []));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  private lane(provider: string): Lane {
    const known = this.lanes.get(provider);
    if (known !== undefined) return known;
    const lane: Lane = { rows: [], parkedUntil: 0 };
    this.lanes.set(provider, lane);
    return lane;
  }
}
