/**
 * The last moment at which a final dot may leave, by two clocks. Whoever gave it counts on the database's time, so it
 * must not move when somebody sets this machine's clock back; and a machine that slept has a clock that stood still,
 * and another that jumped.
 */
export class Deadline {
  /** By {@link performance.now}. */
  private readonly steadyAt: number;

  /** @param at milliseconds since 1970 */
  constructor(private readonly at: number) {
    this.steadyAt = performance.now() + at - Date.now();
  }

  /** Milliseconds by whichever clock says fewer; below 0: over. */
  get left(): number {
    return Math.min(this.at - Date.now(), this.steadyAt - performance.now());
  }

  /** Milliseconds to wait for what was asked in time: however the clock is set, so much longer and no less. */
  leftWith(graceMs: number): number {
    return this.steadyAt - performance.now() + graceMs;
  }
}
