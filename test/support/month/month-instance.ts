import { Module, type DynamicModule, type INestApplicationContext, type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { SchedulerRegistry } from '@nestjs/schedule';
import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { JobBell, Log, PlatformModule, type Config, type JobKind, type LogFields } from '@app/platform';
import { DeliveryModule, SweepLedger } from '@app/delivery';
import { DispatchesModule } from '@app/dispatches';
import { EditionsModule } from '@app/editions';
import { FeedbackModule } from '@app/feedback';
import { MailModule } from '@app/mail';
import { OperatorsModule } from '@app/operators';
import { SubscribersModule } from '@app/subscribers';
import { KeepRetention } from '../../../apps/worker/src/keep-retention.service.js';
import { JobHandlers } from '../../../apps/worker/src/processors.js';
import { Schedules } from '../../../apps/worker/src/schedules.service.js';
import { TellAlarms } from '../../../apps/worker/src/tell-alarms.service.js';
import type { SimulatedClock } from './simulated-clock.js';

/** A round that rings more often than this never comes to rest: what it rings for is not done by its job. */
const MAX_JOBS = 2_000;

interface Ring {
  readonly kind: JobKind;
  readonly payload: object;
}

/** Keeps what went wrong, because schedules log a failure and go on. */
class FailureLog extends Log {
  readonly failures: string[] = [];

  override failure(event: string, error: unknown, fields: LogFields = {}): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.failures.push(`${event} ${JSON.stringify(fields)} ${text}`);
  }
}

@Module({})
class MonthModule {
  static of(config: Config, log: Log, clock: SimulatedClock): DynamicModule {
    return {
      module: MonthModule,
      imports: [
        PlatformModule.forRoot(config, log, clock),
        MailModule,
        DispatchesModule,
        EditionsModule,
        SubscribersModule,
        DeliveryModule,
        FeedbackModule,
        OperatorsModule,
      ],
      // No queue's processor and nothing that runs by a real clock: rounds are called, and rings are answered here.
      providers: [SchedulerRegistry, JobHandlers, Schedules, KeepRetention, TellAlarms],
    };
  }
}

/** The worker's services, schedules and jobs in one process, moved by a simulated clock alone. */
export class MonthInstance {
  private readonly rings: Ring[] = [];

  private constructor(
    readonly tools: INestApplicationContext,
    private readonly log: FailureLog,
  ) {}

  static async open(config: Config, clock: SimulatedClock): Promise<MonthInstance> {
    const log = new FailureLog('silent');
    const quiet: Pick<NestApplicationOptions, 'logger' | 'abortOnError'> = { logger: false, abortOnError: false };
    const tools = await NestFactory.createApplicationContext(MonthModule.of(config, log, clock), quiet);
    const month = new MonthInstance(tools, log);
    Object.assign(tools.get(JobBell, { strict: false }), {
      ring: (kind: JobKind, ...payloads: readonly object[]): Promise<void> => {
        month.rings.push(...payloads.map((payload) => ({ kind, payload })));
        return Promise.resolve();
      },
    });
    return month;
  }

  /** What a worker does every minute, and every few seconds, once; and all that it rings for. */
  async round(): Promise<void> {
    const schedules = this.tools.get(Schedules);
    await schedules.minute();
    await this.work();
    // The schedules' own intervals are too long ever to come: they run by the real clock.
    await schedules['once']('sweep', () => schedules['sweep']());
    await this.work();
    this.expectNoFailure();
  }

  /** The part of a round that a wave needs. Nothing else is owed between two events, and a month has many waves. */
  async wave(): Promise<void> {
    await this.tools.get(SweepLedger, { strict: false }).sweep();
    await this.work();
    this.expectNoFailure();
  }

  /** Does the jobs that were rung for, each once however often it was. */
  async work(): Promise<void> {
    const handlers = this.tools.get(JobHandlers);
    for (let done = 0; this.rings.length > 0; done += 1) {
      if (done > MAX_JOBS) throw new Error(`the jobs do not end: ${this.rings[0]?.kind.name ?? ''}`);
      const [ring] = this.rings;
      if (ring === undefined) return;
      const same = JSON.stringify(ring.payload);
      const others = this.rings.filter(({ kind, payload }) => kind !== ring.kind || JSON.stringify(payload) !== same);
      this.rings.splice(0, this.rings.length, ...others);
      const queue = this.tools.get<Queue>(getQueueToken(ring.kind.queue), { strict: false });
      const handler = handlers.of(queue).find(({ kind }) => kind.name === ring.kind.name);
      await handler?.handle(ring.payload);
    }
  }

  expectNoFailure(): void {
    if (this.log.failures.length > 0) throw new Error(this.log.failures.join('\n'));
  }

  async close(): Promise<void> {
    await this.tools.close();
  }
}
