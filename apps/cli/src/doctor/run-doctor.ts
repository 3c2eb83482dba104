import { domainToASCII } from 'node:url';
import { ConfigError, errorText, type Config } from '@app/platform';
import { DnsNames, type Names } from '@app/mail';
import { judgeClock } from './clock-checks.js';
import { databaseChecks } from './database-checks.js';
import { report, reported, type DoctorReport, type ReportedFinding } from './doctor-report.js';
import { DoctorRepository } from './doctor.repository.js';
import { domainChecks } from './domain-checks.js';
import { machineChecks } from './machine-checks.js';
import { queueChecks } from './queue-checks.js';
import { relayCheck, relaysOf, sendingRelays } from './relay-checks.js';
import { inOrder, runChecks, type Check } from './run-checks.js';
import { websiteChecks } from './website-checks.js';
import { workChecks } from './work-checks.js';

export interface DoctorOptions {
  /** May throw {@link ConfigError}, which is then the finding. */
  readonly config: () => Config;
  /** From domain to look at instead of those of the newsletters. */
  readonly domain?: string | undefined;
  /** Resolvers; none: DNS_SERVERS, else the machine's. */
  readonly dns?: readonly string[] | undefined;
  /** No question to the name system, no relay, no website, no S3. Database and queue are asked all the same. */
  readonly offline?: boolean | undefined;
  /** Where the embedded database and the secrets are. */
  readonly dataFolder?: string | undefined;
}

/** All of it together, in milliseconds. */
const LIMIT_MS = 28_000;
/** One question to the name system, in milliseconds. */
const QUESTION_MS = 3_000;

/** Looks at everything that keeps mail from arriving. Never throws for what is sick; takes at most half a minute. */
export async function runDoctor(options: DoctorOptions): Promise<DoctorReport> {
  const began = new Date();
  let config: Config;
  try {
    config = options.config();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const finding = { verdict: 'failure', code: 'configuration.invalid', says: errorText(error), remedy: 'Correct these variables; nothing else can be looked at before.' } as const; // prettier-ignore
    return report([reported('configuration', 'environment', finding)], began, new Date());
  }
  const repository = new DoctorRepository(config.env.DATABASE_URL);
  const names = new DnsNames({ servers: options.dns ?? config.env.DNS_SERVERS, limitMs: QUESTION_MS });
  try {
    return report(await examine({ config, repository, names, options }), began, new Date());
  } finally {
    names.close();
    await repository.close();
  }
}

interface Patient {
  readonly config: Config;
  readonly repository: DoctorRepository;
  readonly names: DnsNames;
  readonly options: DoctorOptions;
}

/** Some checks are known only when the database has said what there is; the others do not wait for it. */
async function examine(patient: Patient): Promise<ReportedFinding[]> {
  const { config, repository, options } = patient;
  const offline = options.offline === true;
  const known = runChecks(
    [
      ...machineChecks({ config, dataFolder: options.dataFolder, offline }),
      ...databaseChecks(repository, config),
      ...queueChecks(repository, config),
      { group: 'clock', object: 'database', run: () => databaseClock(repository) },
      ...workChecks(repository),
      ...(offline ? [] : websiteChecks(config.publicUrl, patient.names)),
    ],
    LIMIT_MS,
  );
  const stored = offline ? [] : runStoredChecks(patient);
  return inOrder((await Promise.all([known, stored])).flat());
}

async function databaseClock(repository: DoctorRepository) {
  const began = Date.now();
  const { at, tookMs } = await repository.now();
  return [judgeClock({ name: 'the database', at, resolutionMs: tookMs }, began + tookMs / 2)];
}

/** Of newsletters, keys and transports that stand in the database, as far as it answers. */
async function runStoredChecks({ config, repository, names, options }: Patient): Promise<ReportedFinding[]> {
  const began = Date.now();
  const away: ReportedFinding[] = [];
  const read = async <T>(group: 'domains' | 'transports', what: string, rows: Promise<T[]>): Promise<T[]> => {
    try {
      return await rows;
    } catch {
      // Why is told by the database's own check.
      away.push(reported(group, what, { verdict: 'unknown', code: `${group}.unchecked`, says: `The database does not say which ${what} there are.` })); // prettier-ignore
      return [];
    }
  };
  const [senders, keys, stored] = await Promise.all([
    read('domains', 'sender domains', repository.senders()),
    read('domains', 'DKIM keys', repository.dkimKeys()),
    read('transports', 'transports', repository.transports()),
  ]);
  const asked = options.domain === undefined ? undefined : domainToASCII(options.domain.toLowerCase());
  const domains = asked === undefined ? senders.map(({ domain }) => domain) : [asked];
  const { relays, checks } = relayChecks({ config, names, stored });
  const ofDomains = domainChecks({
    names,
    returnPath: config.bounceDomain,
    senders: domains,
    keys: asked === undefined ? keys : keys.filter(({ domain }) => asked === domain || asked.endsWith(`.${domain}`)),
    relays: sendingRelays(relays, names),
  });
  const left = Math.max(1_000, LIMIT_MS - (Date.now() - began));
  return [...away, ...(await runChecks([...checks, ...ofDomains], left))];
}

function relayChecks({ config, names, stored }: { config: Config; names: Names; stored: Parameters<typeof relaysOf>[1] }): {
  relays: ReturnType<typeof relaysOf>;
  checks: Check[];
} {
  try {
    const relays = relaysOf(config, stored);
    return { relays, checks: relays.map((relay) => relayCheck(relay, config, names)) };
  } catch (error) {
    const finding = { verdict: 'failure', code: 'transport.secret', says: errorText(error) } as const;
    const relays = relaysOf(config, []);
    const unreadable: Check = { group: 'transports', object: 'transports', run: () => Promise.resolve([finding]) };
    return { relays, checks: [unreadable, ...relays.map((relay) => relayCheck(relay, config, names))] };
  }
} // prettier-ignore
