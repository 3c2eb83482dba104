import { Injectable } from '@nestjs/common';
import { InjectQueue } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { sql } from 'kysely';
import { Database } from './database/database.js';
import { pendingMigrations } from './database/migrate.js';
import { errorText } from './errors.js';
import { redactAddresses } from './log.js';

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'database' | 'queue', { ok: boolean; detail: string }>>;
}

/** A probe that hangs is worse than one that says no. */
const CHECK_LIMIT_MS = 2_000;

/** What `/health/ready` answers: can this process reach what it needs? */
@Injectable()
export class ReadinessProbe {
  constructor(
    private readonly database: Database,
    @InjectQueue('deliveries') private readonly queue: Queue,
  ) {}

  async check(): Promise<Readiness> {
    const [database, queue] = await Promise.all([
      attempt(async () => {
        const { rows } = await sql<{ name: string }>`select name from schema_migration`.execute(this.database);
        const pending = pendingMigrations(rows.map((row) => row.name));
        if (pending.length > 0) throw new Error(`migrations not applied: ${pending.join(', ')}`);
      }),
      attempt(async () => {
        await this.queue.getJobCounts('wait');
      }),
    ]);
    return { ready: database.ok && queue.ok, checks: { database, queue } };
  }
}

async function attempt(work: () => Promise<void>): Promise<{ ok: boolean; detail: string }> {
  const limit = new Promise<never>((_, reject) => {
    setTimeout(() => { reject(new Error(`no answer within ${CHECK_LIMIT_MS} ms`)); }, CHECK_LIMIT_MS).unref(); // prettier-ignore
  });
  try {
    await Promise.race([work(), limit]);
    return { ok: true, detail: 'ok' };
  } catch (error) {
    return { ok: false, detail: redactAddresses(errorText(error)) };
  }
}
