/** By which transports a provider takes nothing for a longer while, as one run has found out. In memory, pure. */
export class ClosedWays {
  /** Milliseconds since 1970 by transport, by provider. */
  private readonly until = new Map<string, Map<string, number>>();

  close(provider: string, transport: string, until: number): void {
    const ways = this.until.get(provider) ?? new Map<string, number>();
    this.until.set(provider, ways.set(transport, until));
  }

  isClosed(provider: string, transport: string, now: number): boolean {
    return (this.until.get(provider)?.get(transport) ?? 0) > now;
  }

  /** The transports that are closed now. */
  to(provider: string, now: number): string[] {
    return [...(this.until.get(provider) ?? [])].flatMap(([transport, until]) => (until > now ? [transport] : []));
  }

  /** When the first of them opens. */
  opensAt(provider: string): number {
    return Math.min(...(this.until.get(provider)?.values() ?? []));
  }
}
