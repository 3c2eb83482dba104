import { Injectable } from '@nestjs/common';
import { Config, Database, errorText, Log, SystemAlarms } from '@app/platform';
import type { RelayTrouble } from '../smtp/relay-trouble.js';
import type { SubmissionOutcome } from '../smtp/submission-outcome.js';
import type { KnownTransport } from './environment-transports.js';
import { probeRelay, type ProbeResult } from './probe-relay.js';
import { failsAtOnce, isFailing, missed, nextTrySeconds, noMisses, signOf, type Misses } from './transport-health.js';
import { TransportHealthRepository } from './transport-health.repository.js';

export const TRANSPORT_FAILING = 'transport.failing';

/**
 * Knows which transports fail: from this worker's own dialogues, and from what other workers wrote. A transport that
 * fails is given nothing until a visit to it went well; no message is risked to find out.
 */
@Injectable()
export class TransportWatch {
  private readonly failing = new Set<string>();
  private readonly misses = new Map<string, Misses>();
  /** What this worker found out and the table may not know yet. */
  private readonly writing = new Map<string, Promise<void>>();
  private readonly visits = new Map<string, Promise<void>>();
  /** Operators are told of these. */
  private readonly alarmed = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly health: TransportHealthRepository,
    private readonly alarms: SystemAlarms,
    private readonly config: Config,
    private readonly log: Log,
  ) {}

  isFailing(name: string): boolean {
    return this.failing.has(name);
  }

  /** What a dialogue over a transport showed. */
  note(name: string, outcome: SubmissionOutcome): void {
    const sign = signOf(outcome);
    if (sign.kind === 'works') this.misses.delete(name);
    if (sign.kind === 'trouble') this.trouble(name, sign.trouble, outcome.reply.text);
  }

  /** A dialogue could not begin. `words`: redacted. */
  trouble(name: string, trouble: RelayTrouble, words: string): void {
    const misses = missed(this.misses.get(name) ?? noMisses, Date.now());
    this.misses.set(name, misses);
    if (this.failing.has(name) || !isFailing(misses, trouble)) return;
    this.failing.add(name);
    this.log.failure(TRANSPORT_FAILING, new Error(words), { transport: name, trouble });
    this.write(name, async () => {
      await this.health.fails(name, words, nextTrySeconds(0, trouble));
      if (failsAtOnce(trouble)) await this.alarm(name, words);
    });
  }

  /** A look at the table. Processes that send also visit what is due for a visit, and tell what fails for long. */
  async look(transports: readonly KnownTransport[], isSending: boolean): Promise<void> {
    const beforeAsking = new Set(this.writing.keys());
    const rows = new Map((await this.health.failing()).map((row) => [row.transport, row]));
    for (const { name } of transports) {
      if (beforeAsking.has(name) || this.writing.has(name)) continue;
      const row = rows.get(name);
      if (row === undefined) this.isWellAgain(name);
      else this.failing.add(name);
      if (isSending && row?.isLong === true) await this.alarm(name, row.lastFailure ?? '');
    }
    if (!isSending) return;
    const due = await this.health.takeTries(transports.map(({ name }) => name).filter((name) => rows.has(name)));
    for (const { transport, failures } of due) {
      const known = transports.find(({ name }) => name === transport);
      if (known !== undefined && !this.visits.has(transport)) this.track(this.visits, transport, this.visit(known, failures + 1));
    }
  } // prettier-ignore

  /** What was found out is written, and nobody is on a visit any more. */
  async idle(): Promise<void> {
    await Promise.all([...this.writing.values(), ...this.visits.values()]);
  }

  private async visit(transport: KnownTransport, tries: number): Promise<void> {
    const { name } = transport;
    const result = await this.probe(transport);
    if (!result.works) {
      await this.health.tryFailed(name, result.reply, nextTrySeconds(tries, result.trouble));
      return;
    }
    await this.database.transaction().execute(async (trx) => {
      await this.health.works(trx, name);
      await this.alarms.settle(trx, TRANSPORT_FAILING, objectOf(name));
    });
    this.isWellAgain(name);
    this.log.info('transport.works_again', { transport: name, tries });
  }

  private async probe({ place }: KnownTransport): Promise<ProbeResult> {
    let known;
    try {
      known = place();
    } catch (error) {
      // secret.unreadable: as a wrong password is, until somebody enters it again.
      return { works: false, trouble: 'sign_in', reply: errorText(error) };
    }
    return probeRelay(known, this.config.bounceDomain);
  }

  private isWellAgain(name: string): void {
    this.alarmed.delete(name);
    if (this.failing.delete(name)) this.misses.delete(name);
  }

  private async alarm(name: string, reason: string): Promise<void> {
    if (this.alarmed.has(name)) return;
    this.alarmed.add(name);
    const alarm = { code: TRANSPORT_FAILING, object: objectOf(name), detail: { transport: name, reason }, transport: name }; // prettier-ignore
    await this.alarms.raise(this.database, alarm);
  }

  private write(name: string, work: () => Promise<void>): void {
    this.track(this.writing, name, work());
  }

  /** A failure here is the database's: it is said, and the next dialogue or the next look finds out again. */
  private track(into: Map<string, Promise<void>>, name: string, work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => {
        this.log.failure('transport.health_not_written', error, { transport: name });
      }) // prettier-ignore
      .finally(() => into.delete(name));
    into.set(name, tracked);
  }
}

function objectOf(name: string): string {
  return `transport:${name}`;
}
