import { Redis } from 'ioredis';
import { errorText, redactedLine, type Config } from '@app/platform';
import type { Finding } from '@app/mail';
import type { DoctorRepository } from './doctor.repository.js';
import type { Check } from './run-checks.js';

/** For each step with Redis, in milliseconds. */
const REDIS_MS = 4_000;
/** A bell that rang so long ago and was not heard says that no worker runs, in milliseconds. */
const UNHEARD_MS = 600_000;

export function queueChecks(repository: DoctorRepository, config: Config): Check[] {
  const url = config.env.REDIS_URL;
  const run = url === undefined ? () => postgresFindings(repository) : () => redisFindings(url);
  return [{ group: 'queue', object: config.queueBackend, run }];
}

async function postgresFindings(repository: DoctorRepository): Promise<readonly Finding[]> {
  const queue = await repository.queue();
  if (queue === undefined)
    return [{ verdict: 'failure', code: 'queue.missing', says: 'The queue’s tables are not in the database.', remedy: 'Run “colporteur migrate”.' }]; // prettier-ignore
  if ((queue.oldestMs ?? 0) > UNHEARD_MS)
    return [{ verdict: 'warning', code: 'queue.unheard', says: `${queue.waiting} jobs wait in the queue, the oldest for ${Math.round((queue.oldestMs ?? 0) / 60_000)} minutes.`, remedy: 'See that a worker runs.' }]; // prettier-ignore
  return [{ verdict: 'ok', code: 'queue.sound', says: `The queue is in PostgreSQL; ${queue.waiting} jobs wait.` }];
}

async function redisFindings(url: string): Promise<readonly Finding[]> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: REDIS_MS,
    commandTimeout: REDIS_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // What fails is heard where it was asked.
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return judgeRedis(facts(await redis.info()));
  } catch (error) {
    return [{ verdict: 'failure', code: 'queue.unreachable', says: `Redis cannot be reached: ${redactedLine(errorText(error), 200)}.`, remedy: 'Check REDIS_URL and that the server runs. The tables keep what is owed; it leaves once the queue is back.' }]; // prettier-ignore
  } finally {
    redis.disconnect();
  }
}

/** `name:value` lines of INFO. */
function facts(info: string): ReadonlyMap<string, string> {
  const lines = info.split(/\r?\n/).map((line) => [line, line.indexOf(':')] as const);
  return new Map(lines.filter(([, at]) => at > 0).map(([line, at]) => [line.slice(0, at), line.slice(at + 1)]));
}

/** Pure. */
export function judgeRedis(info: ReadonlyMap<string, string>): readonly Finding[] {
  const findings: Finding[] = [];
  const version = info.get('valkey_version') ?? info.get('redis_version') ?? 'of an unknown version';
  const policy = info.get('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction')
    findings.push({ verdict: 'warning', code: 'queue.eviction', says: `Redis throws keys away when it is full (maxmemory-policy ${policy}), the queue’s among them.`, remedy: 'Set maxmemory-policy noeviction.' }); // prettier-ignore
  const used = Number(info.get('used_memory'));
  const most = Number(info.get('maxmemory'));
  if (most > 0 && used > most * 0.9)
    findings.push({ verdict: 'warning', code: 'queue.memory', says: `Redis uses ${Math.round((used / most) * 100)} % of the memory it may.`, remedy: 'Raise maxmemory.' }); // prettier-ignore
  if (info.get('role') === 'slave')
    findings.push({ verdict: 'failure', code: 'queue.replica', says: 'REDIS_URL leads to a replica, which takes no jobs.', remedy: 'Name the primary.' }); // prettier-ignore
  if (info.get('aof_enabled') === '0' && info.get('rdb_last_bgsave_status') !== 'ok')
    findings.push({ verdict: 'warning', code: 'queue.saving', says: 'Redis could not save its data lately, and may refuse writes.', remedy: 'Look into its log and at its disk.' }); // prettier-ignore
  if (findings.some(({ verdict }) => verdict !== 'note')) return findings;
  const lasts = info.get('aof_enabled') === '1' ? 'keeps its data over a restart' : 'may forget its data in a restart, which costs nothing: the tables know what is owed'; // prettier-ignore
  return [{ verdict: 'ok', code: 'queue.sound', says: `Redis ${version} answers and ${lasts}.` }];
}
