/**
 * Whose turn it is among several with weights, smoothly: with weights 5, 1, 1 the turns are a a b a c a a and not a a a a a
 * b c (the "smooth weighted round-robin" of nginx's upstream module). Who joins or leaves changes nothing for the others.
 */
export class WeightedTurns {
  private readonly credit = new Map<string, number>();

  /** undefined where there is nobody. */
  next<T extends { readonly name: string; readonly weight: number }>(candidates: readonly T[]): T | undefined {
    let best: T | undefined;
    let total = 0;
    for (const candidate of candidates) {
      total += candidate.weight;
      this.credit.set(candidate.name, (this.credit.get(candidate.name) ?? 0) + candidate.weight);
      if (best === undefined || this.creditOf(candidate) > this.creditOf(best)) best = candidate;
    }
    if (best !== undefined) this.credit.set(best.name, this.creditOf(best) - total);
    return best;
  }

  /** Who is gone is forgotten, so that somebody else of that name starts anew. */
  keepOnly(names: ReadonlySet<string>): void {
    for (const name of this.credit.keys()) if (!names.has(name)) this.credit.delete(name);
  }

  private creditOf({ name }: { readonly name: string }): number {
    return this.credit.get(name) ?? 0;
  }
}
