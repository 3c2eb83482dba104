import { errorText, redactedLine, type Config } from '@app/platform';
import type { Finding } from '@app/mail';
import type { DoctorRepository, ServerFacts } from './doctor.repository.js';
import type { Check } from './run-checks.js';

/** README: "PostgreSQL 15 or newer". */
const OLDEST_VERSION = 150_000;
/** A transaction that stays open so long keeps dead rows from being cleared away, in seconds. */
const LONG_TRANSACTION = 900;
/** Processes of an installation at least: api and worker, each with a pool, and a queue's connections beside it. */
const PROCESSES = 2;
const QUEUE_CONNECTIONS = 8;

export function databaseChecks(repository: DoctorRepository, config: Config): Check[] {
  const check = (run: () => Promise<readonly Finding[]>): Check => ({ group: 'database', object: 'database', run });
  return [
    check(() => serverFindings(repository, config)),
    check(() => migrationFindings(repository)),
    check(() => roleFindings(repository)),
  ];
}

async function serverFindings(repository: DoctorRepository, config: Config): Promise<readonly Finding[]> {
  let facts: ServerFacts;
  try {
    facts = await repository.server();
  } catch (error) {
    return [{ verdict: 'failure', code: 'database.unreachable', says: `The database cannot be reached: ${redactedLine(errorText(error), 300)}.`, remedy: 'Check DATABASE_URL and that the server runs. Nothing is lost meanwhile, and nothing is sent.' }]; // prettier-ignore
  }
  return judgeServer(facts, config.env.DATABASE_POOL);
}

/** Pure. `pool`: connections of one process. */
export function judgeServer(facts: ServerFacts, pool: number): readonly Finding[] {
  const findings: Finding[] = [];
  if (facts.versionNumber < OLDEST_VERSION)
    findings.push({ verdict: 'failure', code: 'database.version', says: `PostgreSQL ${facts.version} is too old; 15 is the oldest that works.`, remedy: 'Upgrade the server.' }); // prettier-ignore
  if (facts.fsync !== 'on')
    findings.push({ verdict: 'failure', code: 'database.fsync', says: 'The database does not wait for the disk (fsync=off): a power cut can damage all of it, and mail readers twice.', remedy: 'Set fsync = on and restart the server.' }); // prettier-ignore
  if (facts.synchronousCommit === 'off')
    findings.push({ verdict: 'failure', code: 'database.synchronous_commit', says: 'The database confirms what it has not yet written (synchronous_commit=off): after a crash readers could be mailed twice.', remedy: 'Set synchronous_commit = on.' }); // prettier-ignore
  const free = facts.maxConnections - facts.usedConnections;
  const needed = PROCESSES * pool + QUEUE_CONNECTIONS;
  if (facts.maxConnections < needed)
    findings.push({ verdict: 'warning', code: 'database.connections', says: `The server takes ${facts.maxConnections} connections, and one api with one worker may want ${needed}.`, remedy: 'Raise max_connections or lower DATABASE_POOL.' }); // prettier-ignore
  else if (free < pool)
    findings.push({ verdict: 'warning', code: 'database.connections', says: `Only ${free} of ${facts.maxConnections} connections are free; one more process may want ${pool}.`, remedy: 'Raise max_connections or lower DATABASE_POOL.' }); // prettier-ignore
  if ((facts.oldestTransaction ?? 0) > LONG_TRANSACTION)
    findings.push({ verdict: 'warning', code: 'database.transaction', says: `A transaction has been open for ${Math.round((facts.oldestTransaction ?? 0) / 60)} minutes.`, remedy: 'Look for it in pg_stat_activity; a forgotten psql session is a common cause.' }); // prettier-ignore
  if (findings.length > 0) return findings;
  return [{ verdict: 'ok', code: 'database.sound', says: `PostgreSQL ${facts.version} answers and keeps what it confirms; ${free} connections are free.` }]; // prettier-ignore
}

async function migrationFindings(repository: DoctorRepository): Promise<readonly Finding[]> {
  const pending = await repository.pendingMigrations();
  if (pending.length === 0) return [{ verdict: 'ok', code: 'database.migrated', says: 'Every migration is applied.' }];
  return [{ verdict: 'failure', code: 'database.migrations', says: `Migrations are missing: ${pending.join(', ')}.`, remedy: 'Run “colporteur migrate”.' }]; // prettier-ignore
}

async function roleFindings(repository: DoctorRepository): Promise<readonly Finding[]> {
  const [{ isSuperuser, ownsTables }, changeable] = await Promise.all([repository.server(), repository.changeable()]);
  if (isSuperuser || ownsTables)
    return [{ verdict: 'warning', code: 'database.role', says: `DATABASE_URL signs in as ${isSuperuser ? 'a superuser' : 'the owner of the tables'}, so proofs of consent and the audit could be changed.`, remedy: 'Run with a role of its own: “colporteur migrate” makes it from DATABASE_URL, given MIGRATION_DATABASE_URL.' }]; // prettier-ignore
  if (changeable.length > 0)
    return [{ verdict: 'warning', code: 'database.append_only', says: `The runtime role may change tables that are only added to: ${changeable.join(', ')}.`, remedy: `revoke update, delete on ${changeable.join(', ')} from the role of DATABASE_URL;` }]; // prettier-ignore
  return [{ verdict: 'ok', code: 'database.role', says: 'The runtime role may not change what is only added to.' }];
}
