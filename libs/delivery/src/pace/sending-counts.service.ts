import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database, Log, SystemAlarms } from '@app/platform';
import { bulkStanding, lastDay } from './bulk-sender.js';
import { organizationalDomain } from './organizational-domain.js';
import { isNamed } from './provider-of.js';
import { OTHER } from './providers.js';
import { SendingCountRepository, type SentToProvider } from './sending-count.repository.js';

/** Counts are written so often at most, in milliseconds; a worker that is killed loses as much of them. */
const WRITE_MS = 1_000;
/** The sums of an organisation are looked at so often at most. */
const JUDGE_MS = 60_000;

/** Counts what sending domains give to providers, in bulk, and warns near the line where bulk senders begin. */
@Injectable()
export class SendingCounts implements BeforeApplicationShutdown {
  private counted = new Map<string, { domain: string; provider: string; messages: number }>();
  private readonly judgedAt = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly repository: SendingCountRepository,
    private readonly alarms: SystemAlarms,
    private readonly log: Log,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.write();
  }

  /** Small providers are counted together: their names are as many as there are mail hosts, and no rule asks for them. */
  add(domain: string, provider: string, messages: number): void {
    if (messages === 0) return;
    const named = isNamed(provider) ? provider : OTHER;
    const key = `${domain} ${named}`;
    const count = this.counted.get(key) ?? { domain, provider: named, messages: 0 };
    count.messages += messages;
    this.counted.set(key, count);
    this.timer ??= setTimeout(() => void this.write(), WRITE_MS).unref();
  }

  /** One after the other. What could not be written is kept for the next time. */
  write(): Promise<void> {
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeNow());
    return this.writing;
  }

  private async writeNow(): Promise<void> {
    const counts = [...this.counted.values()];
    if (counts.length === 0) return;
    this.counted = new Map();
    try {
      await this.repository.add(counts);
    } catch (error) {
      this.log.failure('pace.count_failed', error);
      for (const { domain, provider, messages } of counts) this.add(domain, provider, messages);
      return;
    }
    try {
      await this.judge(counts);
    } catch (error) {
      // The counts stand; the next minute's look warns.
      this.log.failure('pace.bulk_sender_failed', error);
    }
  }

  private async judge(counts: readonly SentToProvider[]): Promise<void> {
    const now = performance.now();
    for (const { domain, provider } of counts) {
      const organization = organizationalDomain(domain);
      const key = `${organization} ${provider}`;
      if (provider === OTHER || now - (this.judgedAt.get(key) ?? -Infinity) < JUDGE_MS) continue;
      this.judgedAt.set(key, now);
      const messages = lastDay(await this.repository.ofOrganization(organization, provider));
      const standing = bulkStanding(messages);
      if (standing === null) continue;
      const object = `bulk:${organization}:${provider}:${standing}`;
      const detail = { domain: organization, provider, messages, standing };
      // Open for ever: who crossed the line once stays a bulk sender.
      if (await this.alarms.raise(this.database, { code: 'pace.bulk_sender', object, detail }))
        this.log.warn('pace.bulk_sender', detail);
    }
  }
}
