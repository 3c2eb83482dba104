import { Injectable } from '@nestjs/common';
import { domainToASCII } from 'node:url';
import { Database, Log } from '@app/platform';
import { NewsletterRepository } from '@app/editions';
import { SendingCountRepository } from './sending-count.repository.js';
import { capOn, placeInLine } from './warm-up-caps.js';
import { WarmUpRepository, type WarmUp } from './warm-up.repository.js';
import type { Cohort } from './grant.js';

/** A warm-up that was begun or stopped is known to a worker after this, in milliseconds. */
const KNOWN_MS = 5_000;

/** The line of one day: who stands before its end is a member. */
interface Line {
  readonly day: string;
  readonly cap: number;
  /** null: everybody. */
  readonly end: Promise<string | null>;
}

/** Who takes part in a sending domain's warm-up, and how many messages it has left today. */
@Injectable()
export class WarmUps {
  private running: ReadonlyMap<string, WarmUp> = new Map();
  private readAt = -Infinity;
  private reading: Promise<ReadonlyMap<string, WarmUp>> | undefined;
  private readonly lines = new Map<string, Line>();
  /** Taken of a cap by dialogues that are not over, by domain. */
  private readonly taken = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly repository: WarmUpRepository,
    private readonly counts: SendingCountRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly log: Log,
  ) {}

  /** null: the domain is not being warmed up, or its caps are over. Rejects when the database is away. */
  async cohort(domain: string, subscriberIds: readonly string[]): Promise<Cohort | null> {
    const warmUp = (await this.known()).get(domain);
    if (warmUp === undefined) return null;
    const line = await this.line(warmUp);
    if (line === null) return null;
    const end = await line.end;
    const members = subscriberIds.filter((id) => end === null || placeInLine(domain, id) < end);
    return { transport: warmUp.transport, members: new Set(members) };
  }

  /** How many of `wanted` a domain's cap allows over a transport; all where none is in force. */
  async take(domain: string, transport: string, wanted: number): Promise<number> {
    const warmUp = (await this.known()).get(domain);
    if (warmUp === undefined || (warmUp.transport !== null && warmUp.transport !== transport)) return wanted;
    const granted = await this.counts.takeOfCap(domain, wanted, (day) => capOn(warmUp, day));
    this.taken.set(domain, (this.taken.get(domain) ?? 0) + granted);
    return granted;
  }

  /**
   * Of what was taken, `unused` were not submitted: retries and readers who left do not cost a day's cap. What went by a
   * transport without a cap took nothing of it.
   */
  give(domain: string, transport: string, { ended, unused }: { ended: number; unused: number }): void {
    const warmUp = this.running.get(domain);
    const taken = this.taken.get(domain);
    if (taken === undefined || (warmUp?.transport ?? transport) !== transport) return;
    if (taken > ended) this.taken.set(domain, taken - ended);
    else this.taken.delete(domain);
    const back = Math.min(unused, taken);
    if (back === 0) return;
    this.counts.giveBack(domain, back).catch((error: unknown) => {
      // The day's cap is smaller by so many; nobody gets a message too much.
      this.log.failure('warm_up.give_back_failed', error, { domain, messages: back });
    });
  }

  /** One question at a time, for all who ask meanwhile. */
  private known(): Promise<ReadonlyMap<string, WarmUp>> {
    if (performance.now() - this.readAt < KNOWN_MS) return Promise.resolve(this.running);
    this.reading ??= this.read().finally(() => { this.reading = undefined; }); // prettier-ignore
    return this.reading;
  }

  private async read(): Promise<ReadonlyMap<string, WarmUp>> {
    this.running = new Map((await this.repository.running()).map((warmUp) => [warmUp.domain, warmUp]));
    this.readAt = performance.now();
    return this.running;
  }

  /** Found once a day, by whoever asks first: counting a million readers takes seconds. */
  private async line(warmUp: WarmUp): Promise<Line | null> {
    const { domain } = warmUp;
    const { day } = await this.counts.counted(this.database, domain);
    const cap = capOn(warmUp, day);
    if (cap === null) return null;
    const known = this.lines.get(domain);
    if (known?.day === day && known.cap === cap) return known;
    const line = { day, cap, end: this.endOfLine(domain, cap) };
    this.lines.set(domain, line);
    // Not remembered when it failed; whoever waits for it hears why.
    line.end.catch(() => this.lines.delete(domain));
    return line;
  }

  private async endOfLine(domain: string, cap: number): Promise<string | null> {
    const newsletters = (await this.newsletters.all()).filter(
      ({ senderAddress }) => domainToASCII(senderAddress.slice(senderAddress.lastIndexOf('@') + 1)) === domain,
    );
    return this.repository.lastPlace(domain, cap, newsletters.map(({ id }) => id)); // prettier-ignore
  }
}
