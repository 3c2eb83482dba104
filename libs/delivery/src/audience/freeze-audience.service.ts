import { Injectable } from '@nestjs/common';
import { Clock, Config, type Db } from '@app/platform';
import {
  CorrectionRepository,
  EditionAudienceRepository,
  NewsletterRepository,
  WHOLE_DAY,
  editionErrors,
  type Edition,
  type Newsletter,
  type ReaderMorning,
} from '@app/editions';
import { CutAudience } from './cut-audience.service.js';
import { ownInstants, planAudience, type AudiencePlan } from './audience-plan.js';
import { AudienceRepository, type AudienceScope } from './audience.repository.js';
import { ReadersRepository } from './readers.repository.js';
import { WaveRepository, type Wave } from './wave.repository.js';

/**
 * A wave's late readers are looked for this long before it is due, in seconds: longer than the sweeper rests and a
 * million readers take, and short enough that hardly anybody comes after.
 */
export const WAVE_LEAD_SECONDS = 30;

/** A wave opened later than this, in seconds, was held up: a row moved into it might be old news, so it waits for the next. */
const OPENED_LATE_SECONDS = 60;

/** A sign-up may be committed this long after the instant it wrote, in seconds: a long import's last statement. */
export const COMMIT_LAG_SECONDS = 120;

interface PlanSubject {
  readonly edition: Edition;
  readonly newsletter: Newsletter;
  readonly mornings: readonly ReaderMorning[];
}

/** Writes readers into the ledger: the whole audience at first, and whoever comes late. Rules: CONTEXT.md, "Who is in". */
@Injectable()
export class FreezeAudience {
  constructor(
    private readonly newsletters: NewsletterRepository,
    private readonly editions: EditionAudienceRepository,
    private readonly corrections: CorrectionRepository,
    private readonly audiences: AudienceRepository,
    private readonly readers: ReadersRepository,
    private readonly waves: WaveRepository,
    private readonly cuts: CutAudience,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * A correction waits while the error is still being submitted to somebody, which a dialogue's deadline bounds: once it
   * is settled they are known to hold it. From its freezing on nobody else is marked with the error.
   */
  async mustWait(trx: Db, edition: Edition): Promise<boolean> {
    const corrects = edition.kind === 'correction' ? await this.corrections.of(trx, edition.id) : undefined;
    if (corrects === undefined) return false;
    return this.audiences.isErrorInFlight(trx, { newsletterId: edition.newsletterId, ...corrects });
  }

  /** Everybody, in the caller's transaction: an edition has its whole audience or none. Returns how many rows. */
  async freeze(trx: Db, edition: Edition): Promise<number> {
    await this.audiences.serialise(trx, edition);
    const newsletter = await this.newsletterOf(trx, edition);
    const mornings = await this.readers.mornings(trx, edition.newsletterId);
    const plan = await this.plan(trx, { edition, newsletter, mornings });
    const added = await this.audiences.add(trx, await this.scope(trx, { edition, newsletter, plan }));
    await this.settle(trx, edition, plan.seedDueAt);
    await this.editions.setSeen(trx, edition.id);
    return added;
  }

  /**
   * A wave opens: readers of its instant without a row get one, and planned rows whose reader is due by now come into
   * it. Returns how many; undefined where somebody else opened it.
   */
  async openWave(trx: Db, edition: Edition, dueAt: Date): Promise<{ added: number; moved: number } | undefined> {
    await this.audiences.serialise(trx, edition);
    const wave = await this.waves.open(trx, edition.id, dueAt);
    if (wave === undefined) return undefined;
    // Seed addresses were all there; who became one since is a reader like any other today.
    if (wave.isSeed) return { added: 0, moved: 0 };
    const newsletter = await this.newsletterOf(trx, edition);
    const all = await this.readers.mornings(trx, edition.newsletterId);
    const plan = await this.plan(trx, { edition, newsletter, mornings: all });
    const mornings = plan.mornings.filter((morning) => Number(morning.dueAt) === Number(dueAt));
    const scope = await this.scope(trx, { edition, newsletter, plan: { mornings, seedDueAt: null } });
    const added = await this.audiences.add(trx, scope);
    const moved = await this.moveEarlier(trx, { edition, newsletter, wave, mornings: all });
    if (added + moved > 0) await this.settle(trx, edition, null);
    return { added, moved };
  }

  /** Who became a reader since the last look and is still due, or was due after that. Returns how many. */
  async addNewcomers(trx: Db, edition: Edition): Promise<number> {
    await this.audiences.serialise(trx, edition);
    const seenAt = await this.editions.seenAt(trx, edition.id);
    if (seenAt === undefined) return 0;
    const activeSince = new Date(seenAt.getTime() - COMMIT_LAG_SECONDS * 1_000);
    const newsletter = await this.newsletterOf(trx, edition);
    const theirs = await this.readers.mornings(trx, edition.newsletterId, activeSince);
    const { mornings } = await this.plan(trx, { edition, newsletter, mornings: theirs });
    const scope = await this.scope(trx, { edition, newsletter, plan: { mornings, seedDueAt: null }, activeSince });
    const added = await this.audiences.add(trx, scope);
    if (added > 0) await this.settle(trx, edition, null);
    await this.editions.setSeen(trx, edition.id);
    return added;
  }

  private async moveEarlier(
    trx: Db,
    { edition, newsletter, wave, mornings }: PlanSubject & { readonly wave: Wave },
  ): Promise<number> {
    const { offers } = newsletter;
    // Everybody has the same instant, and nothing to change it by.
    if (edition.slot === null || !(offers.timeZone || offers.deliveryTimes.length > 0)) return 0;
    if (Number(wave.openedAt) - Number(wave.dueAt) > OPENED_LATE_SECONDS * 1_000) return 0;
    const due = ownInstants(newsletter, edition, mornings).filter((morning) => morning.dueAt <= wave.dueAt);
    const chunkSize = this.config.env.DELIVERY_CHUNK_SIZE;
    return this.audiences.moveEarlier(trx, edition, { dueAt: wave.dueAt, mornings: due, chunkSize });
  }

  private async plan(trx: Db, { edition, newsletter, mornings }: PlanSubject): Promise<AudiencePlan> {
    const hasSiblings = edition.slot !== null && edition.slot !== WHOLE_DAY;
    const siblings = hasSiblings ? await this.editions.siblings(trx, edition.id) : [];
    return planAudience(newsletter, edition, { mornings, siblings, now: this.clock.now() });
  }

  private async scope(
    trx: Db,
    given: { edition: Edition; newsletter: Newsletter; plan: AudiencePlan; activeSince?: Date },
  ): Promise<AudienceScope> {
    const { edition, newsletter, plan, activeSince } = given;
    const siblings = await this.editions.siblings(trx, edition.id);
    const isFlash = edition.kind === 'flash';
    return {
      edition,
      ...plan,
      cuts: await this.cuts.of(trx, { edition, newsletter, activeSince }),
      chunkSize: this.config.env.DELIVERY_CHUNK_SIZE,
      writtenIds: [
        ...(edition.state === 'frozen' ? [] : [edition.id]),
        ...siblings.filter((other) => other.isAudienceFrozen).map(({ id }) => id),
      ],
      activeSince,
      flashes: isFlash
        ? { perDay: newsletter.flashPerDay, editionIds: await this.audiences.flashesOf(trx, edition.editionDate) }
        : undefined,
      corrects: edition.kind === 'correction' ? await this.corrections.of(trx, edition.id) : undefined,
    };
  }

  /** What follows from rows that were written: waves, and an edition that ends later than it was claimed to. */
  private async settle(trx: Db, edition: Edition, seedDueAt: Date | null): Promise<void> {
    await this.waves.recount(trx, edition.id, { seedDueAt, leadSeconds: WAVE_LEAD_SECONDS });
    const last = await this.audiences.lastDueAt(trx, edition.id);
    if (last !== undefined) await this.editions.extend(trx, edition.id, last);
  }

  private async newsletterOf(trx: Db, { newsletterId }: Edition): Promise<Newsletter> {
    const newsletter = await this.newsletters.byId(trx, newsletterId);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { newsletterId });
    return newsletter;
  }
}
