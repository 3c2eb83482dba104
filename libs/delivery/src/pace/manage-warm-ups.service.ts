import { Injectable } from '@nestjs/common';
import { domainToASCII } from 'node:url';
import { Audit, Config, Database } from '@app/platform';
import { ManageTransports, environmentTransports } from '@app/mail';
import { paceErrors } from './pace.errors.js';
import { SendingCountRepository } from './sending-count.repository.js';
import { MAX_FACTOR, MAX_FIRST, MAX_WARM_UP_DAYS, capOn, capsOf, type WarmUpPlan } from './warm-up-caps.js';
import { WarmUpRepository, type WarmUp } from './warm-up.repository.js';

export interface WarmUpShown extends WarmUp {
  /** The domain's day, UTC. */
  readonly day: string;
  /** Messages it may give today; null: as many as it likes. */
  readonly cap: number | null;
  readonly sentToday: number;
}

export interface WarmUpStart extends WarmUpPlan {
  readonly domain: string;
  /** null: all transports. */
  readonly transport: string | null;
  readonly operatorId: string | null;
}

/** For operators: beginning, watching and stopping the warm-up of a sending domain. */
@Injectable()
export class ManageWarmUps {
  constructor(
    private readonly database: Database,
    private readonly repository: WarmUpRepository,
    private readonly counts: SendingCountRepository,
    private readonly transports: ManageTransports,
    private readonly audit: Audit,
    private readonly config: Config,
  ) {}

  /** @throws warm_up.invalid, warm_up.running, transport.unknown */
  async start(given: WarmUpStart): Promise<WarmUpShown> {
    const domain = judgedDomain(given.domain);
    const { transport, operatorId, first, factor, days } = given;
    judge('first', first, { most: MAX_FIRST, isWhole: true });
    judge('factor', factor, { most: MAX_FACTOR, isWhole: false });
    judge('days', days, { most: MAX_WARM_UP_DAYS, isWhole: true });
    if (transport !== null) await this.known(transport);
    await this.database.transaction().execute(async (trx) => {
      const { day } = await this.counts.counted(trx, domain);
      const begun = await this.repository.start(trx, { domain, transport, caps: capsOf(given), startedOn: day });
      if (!begun) throw paceErrors.error('warm_up.running', { domain });
      const detail = { transport, first, factor, days };
      await this.audit.append(trx, { operatorId, action: 'warm_up.started', object: `warm_up:${domain}`, detail });
    });
    const shown = (await this.all()).find((warmUp) => warmUp.domain === domain);
    if (shown === undefined) throw paceErrors.error('warm_up.unknown', { domain });
    return shown;
  }

  /** There is no cap any more. @throws warm_up.unknown */
  async stop(given: string, operatorId: string | null): Promise<void> {
    const domain = judgedDomain(given);
    await this.database.transaction().execute(async (trx) => {
      if (!(await this.repository.stop(trx, domain))) throw paceErrors.error('warm_up.unknown', { domain });
      await this.audit.append(trx, { operatorId, action: 'warm_up.stopped', object: `warm_up:${domain}` });
    });
  }

  async all(): Promise<WarmUpShown[]> {
    const shown: WarmUpShown[] = [];
    for (const warmUp of await this.repository.all()) {
      const { day, messages } = await this.counts.counted(this.database, warmUp.domain);
      shown.push({ ...warmUp, day, cap: warmUp.endedAt === null ? capOn(warmUp, day) : null, sentToday: messages });
    }
    return shown;
  }

  private async known(transport: string): Promise<void> {
    const own = environmentTransports(this.config.env).map(({ name }) => name);
    if (!own.includes(transport)) await this.transports.read(transport);
  }
}

/** A host name of at least two labels, RFC 1123 §2.1, in A-labels. */
const DOMAIN = /^(?=.{1,253}$)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/;

function judgedDomain(given: string): string {
  const domain = domainToASCII(given);
  if (!DOMAIN.test(domain)) throw paceErrors.error('warm_up.invalid', { setting: 'domain', expected: 'a domain such as news.example' }); // prettier-ignore
  return domain;
}

function judge(setting: string, value: number, { most, isWhole }: { most: number; isWhole: boolean }): void {
  const isGood = Number.isFinite(value) && value >= 1 && value <= most && (!isWhole || Number.isInteger(value));
  if (!isGood) throw paceErrors.error('warm_up.invalid', { setting, expected: `${isWhole ? 'a whole number' : 'a number'} from 1 to ${most}` }); // prettier-ignore
}
