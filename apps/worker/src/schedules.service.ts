import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron, CronExpression, SchedulerRegistry } from '@nestjs/schedule';
import { Arming, Config, Log } from '@app/platform';
import {
  ClusterDispatches,
  FetchArticle,
  IndexDispatches,
  RingSources,
  SweepPictures,
  WatchSources,
} from '@app/dispatches';
import { StartEdition, SweepLedger } from '@app/delivery';
import { ActOnDeadlines, ApproveEdition, ClaimEditions, LookAtLinks, ReviseEdition, TakeDown } from '@app/editions';
import { NoticeOutbox, Transports } from '@app/mail';
import { CountReadership, RunUploads, ShipWithdrawals, TendReaders } from '@app/subscribers';
import { KeepRetention } from './keep-retention.service.js';
import { TellAlarms } from './tell-alarms.service.js';

/**
 * The clock's part. Every minute it rings for editions that are due; every few seconds it sweeps for whatever the tables
 * still owe. Any number of workers may do this at once: each round is claims by unique rows and set-based statements.
 */
@Injectable()
export class Schedules implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly underWay = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly config: Config,
    private readonly editions: ClaimEditions,
    private readonly revisions: ReviseEdition,
    private readonly takedowns: TakeDown,
    private readonly deadlines: ActOnDeadlines,
    private readonly approving: ApproveEdition,
    private readonly start: StartEdition,
    private readonly ledger: SweepLedger,
    private readonly outbox: NoticeOutbox,
    private readonly transports: Transports,
    private readonly alarms: TellAlarms,
    private readonly feeds: RingSources,
    private readonly sources: WatchSources,
    private readonly articles: FetchArticle,
    private readonly pictures: SweepPictures,
    private readonly clusters: ClusterDispatches,
    private readonly searchIndex: IndexDispatches,
    private readonly readers: TendReaders,
    private readonly arming: Arming,
    private readonly withdrawals: ShipWithdrawals,
    private readonly uploads: RunUploads,
    private readonly readership: CountReadership,
    private readonly retention: KeepRetention,
    private readonly links: LookAtLinks,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const every = setInterval(() => { this.lookForOwed(); }, this.config.env.SWEEP_SECONDS * 1000); // prettier-ignore
    this.registry.addInterval('sweep', every);
    this.transports.keepLooking();
    // What was owed while nobody worked is looked for at once.
    void this.minute();
    this.lookForOwed();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.uploads.stop();
    if (this.registry.doesExist('interval', 'sweep')) this.registry.deleteInterval('sweep');
    for (const [name] of this.registry.getCronJobs()) this.registry.deleteCronJob(name);
    await Promise.all(this.underWay.values());
  }

  @Cron(CronExpression.EVERY_MINUTE, { name: 'minute' })
  minute(): Promise<void> {
    // Beside it: the first count of an old installation goes through years.
    void this.once('readership', () => this.readership.count());
    // Beside it: publishers' sites take their time.
    void this.once('links', () => this.links.look());
    return this.once('minute', async () => {
      await this.editions.claimDue();
      await this.revisions.ringTainted('all');
      await this.clusters.ringDue();
      await this.articles.ringDueArticles();
      await this.pictures.sweep();
      await this.readers.minute();
    });
  }

  @Cron(CronExpression.EVERY_HOUR, { name: 'retention' })
  hour(): Promise<void> {
    return this.once('retention', () => this.retention.keep());
  }

  /** A source falls silent over hours; nobody needs to know within the minute. */
  @Cron('30 */10 * * * *', { name: 'sources' })
  lookAtSources(): Promise<void> {
    return this.once('sources', () => this.sources.look());
  }

  private lookForOwed(): void {
    void this.once('sweep', () => this.sweep());
    // Beside it: somebody waits for a link, whatever an edition's ledger takes.
    void this.once('notices', async () => {
      await this.alarms.tell();
      if ((await this.arming.guard()) !== undefined) await this.outbox.ringDue();
    });
    // Beside it: after an upgrade a million dispatches may wait to be indexed.
    void this.once('search', async () => {
      await this.searchIndex.round();
    });
    // Beside it: a list of a million readers takes minutes.
    void this.once('uploads', () => this.uploads.runWaiting());
    // Beside it: thousands of renderings may be owed, and mail does not wait for them.
    void this.once('takedowns', async () => {
      await this.takedowns.resume();
    });
  }

  private async sweep(): Promise<void> {
    await this.arming.beat();
    await this.withdrawals.ship();
    await this.editions.ringUnprepared();
    await this.revisions.ringTainted('open');
    await this.deadlines.act();
    await this.approving.releaseDue();
    // What a restored ledger owes is judged when it is armed; until then nothing in it is called old news.
    if ((await this.arming.guard()) !== undefined) {
      await this.start.ringDue();
      await this.ledger.sweep();
    }
    await this.feeds.ringDue();
  }

  /** A round that is still under way is not begun again; a failed one is logged and the next one tries anew. */
  private once(name: string, round: () => Promise<void>): Promise<void> {
    const running = this.underWay.get(name);
    if (running !== undefined || this.stopped) return running ?? Promise.resolve();
    const work = round()
      .catch((error: unknown) => {
        this.log.failure(`schedule.${name}_failed`, error);
      }) // prettier-ignore
      .finally(() => this.underWay.delete(name));
    this.underWay.set(name, work);
    return work;
  }
}
