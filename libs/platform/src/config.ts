import { isIP, isIPv4 } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { filesPlace } from './files/files-place.js';
import { openidGroups } from './openid-groups.js';
import { projectPath } from './project-path.js';

/**
 * The environment, read and judged once at start. An error names every variable at fault, what was given (secrets
 * hidden) and what is expected. Every limit has a unit in its name and a reason here.
 */

const seconds = (fallback: number, min = 1, max = 86_400) =>
  z.coerce.number().int().min(min).max(max).default(fallback);
const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
const secret = z.string('at least 32 characters').min(32, 'at least 32 characters');
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'postgres://user:password@host:port/database' });

const smtpUrl = z.url({ protocol: /^smtps?$/, error: 'smtp://user:password@host:port, or smtps:// for TLS' });

/** As every link in a mail begins: no password, and nothing after which no path can stand. */
const publicUrl = z
  .url({ protocol: /^https?$/, error: 'an address such as https://news.example' })
  .transform((text) => new URL(text))
  .refine((url) => url.username === '' && url.password === '', 'an address without a user or password')
  .refine((url) => url.search === '' && url.hash === '', 'an address without a query or fragment')
  .transform((url) => url.href.replace(/\/+$/, ''));

/** Days a sign-up waits for its confirmation, unless the operator says otherwise: longer than most holidays. */
const CONFIRMATION_DAYS = 14;

/** `192.0.2.53`, `192.0.2.53:53`, `2001:db8::53` or `[2001:db8::53]:53`. */
function isNameServer(text: string): boolean {
  const address = text.replace(/^\[(.*)\](?::\d{1,5})?$/, '$1');
  return isIP(address) !== 0 || isIPv4(address.replace(/:\d{1,5}$/, ''));
}

/** An address, a domain with its @, or everybody. */
function isAllowance(text: string): boolean {
  const at = text.lastIndexOf('@');
  return text === '*' || (at >= 0 && at < text.length - 1 && text.length <= 320 && !/\s/.test(text));
}

/** Over http a token could be read and forged on its way; on this machine there is no way. */
const issuerUrl = z
  .url({ protocol: /^https?$/, error: 'an address such as https://id.news.example/realms/desk' })
  .refine((text) => {
    const { protocol, hostname } = new URL(text);
    return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  }, 'https, or http on this machine');

const environment = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  /** Where readers reach the pages; every link in a mail starts with it. */
  PUBLIC_URL: publicUrl,
  /** Signs tokens and keys the address hashes. */
  SECRET_KEY: secret,
  /** Earlier keys, newest first: tokens signed with them stay valid, new ones are never signed with them. */
  SECRET_KEYS_PREVIOUS: list.pipe(z.array(secret)),
  /** Runtime role: may read and write rows, may not change tables. */
  DATABASE_URL: postgresUrl,
  /** Migration role: owns the tables. Needed by `colporteur migrate` only. */
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  /** Largest number of database connections this process opens. */
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  /** When set the queue lives in Redis or Valkey, else in PostgreSQL. */
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'redis://host:port, or rediss:// for TLS' }).optional(),
  SMTP_URL: smtpUrl,
  /** The relay of notices; default SMTP_URL. Apart, a digest's bad day does not keep a confirmation. */
  NOTICE_SMTP_URL: smtpUrl.optional(),
  /** Right-hand side of the return path (VERP) and of Message-IDs; default: the host of PUBLIC_URL. */
  BOUNCE_DOMAIN: z.hostname('a host name such as bounce.news.example').optional(),
  HTTP_HOST: z.string().default('127.0.0.1'),
  HTTP_PORT: port(3000),
  /** Health and metrics of a worker that runs alone. */
  WORKER_PORT: port(3001),
  /** Addresses or CIDR ranges of reverse proxies whose forwarding headers count. */
  TRUSTED_PROXIES: list,
  /**
   * Sign-ups in a minute, in all, above which everybody is asked for a proof of work (readers with script notice
   * nothing). Above what a call on air brings a local paper; 0 asks at all times.
   */
  SIGN_UP_PER_MINUTE: z.coerce.number().int().min(0).max(10_000_000).default(120),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** SMTP dialogues at once per worker. Also bounds what a crash can leave uncertain: 2 × this. */
  DELIVERY_CONNECTIONS: z.coerce.number().int().min(1).max(200).default(5),
  /** Recipients served by one queue job: large enough to be cheap, small enough to be a unit of progress. */
  DELIVERY_CHUNK_SIZE: z.coerce.number().int().min(1).max(5_000).default(500),
  /** How long a worker may hold claimed rows without a sign of life. */
  DELIVERY_LEASE_SECONDS: seconds(120),
  /** Total time for one SMTP dialogue, checked before the final dot. */
  DELIVERY_DIALOGUE_SECONDS: seconds(60),
  /** Added to the dialogue's time before a `submitting` row without a result is called `uncertain`. */
  DELIVERY_GRACE_SECONDS: seconds(30),
  /** Pause between two rounds of the sweeper. */
  SWEEP_SECONDS: seconds(15),
  /**
   * Shortest pause between two polls of a source, unless it has its own: an agency's flash is five minutes late at
   * worst, and no publisher calls that too often.
   */
  POLL_MIN_SECONDS: seconds(300, 30),
  /** Longest pause, unless the source has its own: what a quiet source brings is in the next morning's edition. */
  POLL_MAX_SECONDS: seconds(21_600, 60, 604_800),
  /** A source that fails this long is paused and the desk is told: longer than a weekend's outage, 30 days at most. */
  SOURCE_PAUSE_AFTER_HOURS: z.coerce.number().int().min(1).max(720).default(72),
  /**
   * Whether dispatches that tell one event are put together: `auto` where more than one source tells in a language,
   * since one source seldom tells an event twice.
   */
  CLUSTERING: z.enum(['auto', 'on', 'off'], 'auto, on or off').default('auto'),
  /** Whether readers may sign up from throw-away mailboxes; forwarding services are never taken for such. */
  SIGN_UP_DISPOSABLE: z.enum(['refuse', 'allow'], 'refuse or allow').default('refuse'),
  /**
   * Whether a sign-up asks DNS if the mail domain takes mail at all. Default: on in production, off elsewhere, because
   * example.org, which trials are written with, says that it takes none.
   */
  SIGN_UP_MX_CHECK: z.enum(['on', 'off'], 'on or off').optional(),
  /** Resolvers for that and for `doctor`, each an internet address with or without a port; default: the machine's. */
  DNS_SERVERS: list.pipe(z.array(z.string().refine(isNameServer, 'addresses such as 192.0.2.53 or [2001:db8::53]:53'))),
  /** The newsroom's identity provider (OpenID Connect), as its discovery document names itself. */
  OIDC_ISSUER: issuerUrl.optional(),
  OIDC_CLIENT_ID: z.string().max(200).optional(),
  OIDC_CLIENT_SECRET: z.string().max(500).optional(),
  /** How the button calls it. */
  OIDC_NAME: z.string().max(40).default('OpenID Connect'),
  /** What is asked for; some providers tell groups only to who asks for them. */
  OIDC_SCOPE: z.string().default('openid profile email'),
  OIDC_GROUPS_CLAIM: z.string().max(200).default('groups'),
  /** What each of its groups gives: a role, or rights for a newsletter or family. Who is in none is not let in. */
  OIDC_GROUPS: openidGroups,
  /** Whether somebody who comes from the provider for the first time is the operator with the same verified address. */
  OIDC_LINK_BY_EMAIL: z.enum(['on', 'off'], 'on or off').default('off'),
  /** Hosts (host or host:port) on private networks that sources may be fetched from, for intranets. */
  FETCH_ALLOWED_HOSTS: list,
  /** Days a sign-up waits for its confirmation; then it is purged. Its link lives as long. */
  CONFIRMATION_DAYS: z.coerce.number().int().min(1).max(60).default(CONFIRMATION_DAYS),
  /** Where our copies of pictures are kept. A folder that api and worker share, or S3-compatible storage. */
  FILES_URL: filesPlace,
  /**
   * Where withdrawals and signs of life are kept outside the database, for the day a backup is restored; default: a
   * folder `journal` in FILES_URL. Apart from what is backed up and restored together with the database.
   */
  JOURNAL_URL: filesPlace.optional(),
  /** Where open alarms are posted to as JSON, such as a paging service's; without it nothing is posted. */
  ALARM_WEBHOOK_URL: z.url({ protocol: /^https?$/, error: 'an address such as https://pager.example/hook' }).optional(),
  /**
   * Whom anything may be mailed to outside production: addresses, `@domain`s, or `*`. Default: everybody where all mail
   * ends on this machine (SMTP_URL on loopback), nobody elsewhere.
   */
  ALLOWED_RECIPIENTS: list.pipe(
    z.array(z.string().refine(isAllowance, 'addresses such as desk@news.example, @news.example, or *')),
  ),
});

export type Environment = z.infer<typeof environment>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config.invalid';
}

const SECRET_NAMES = /KEY|URL|PASSWORD|SECRET/;

/** An empty text is how compose files and shells say "not set". */
function isUnset(value: string | undefined): value is undefined {
  return value === undefined || value.trim() === '';
}

function shown(name: string, value: string | undefined): string {
  if (isUnset(value)) return 'nothing';
  // An address with an @ in it holds a password, where none belongs too.
  if (SECRET_NAMES.test(name) && (name !== 'PUBLIC_URL' || value.includes('@')))
    return `a value of ${value.length} characters (hidden)`;
  return JSON.stringify(value);
}

/** Production has no safe default for these; elsewhere the try-it mode fills them. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => !isUnset(value)));
  // Beside the try-it mode's database.
  if (given['NODE_ENV'] !== 'production')
    given['FILES_URL'] ??= pathToFileURL(join(projectPath('.colporteur'), 'files')).href;
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `  ${name}: given ${shown(name, env[name])}; expected: ${issue.message}`;
    });
    // A list with two wrong entries is one variable at fault.
    throw new ConfigError(`The environment is not usable:\n${[...new Set(lines)].join('\n')}`);
  }
  assertProvider(parsed.data);
  return new Config(parsed.data);
}

/** A provider half described would be found out by the first operator who wants in. */
function assertProvider(env: Environment): void {
  if (env.OIDC_ISSUER === undefined) return;
  const missing = (['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const).filter((name) => env[name] === undefined);
  if (missing.length === 0) return;
  const lines = missing.map((name) => `  ${name}: given nothing; expected: what the provider at OIDC_ISSUER gave you`);
  throw new ConfigError(`The environment is not usable:\n${lines.join('\n')}`);
}

/** The validated environment plus what follows from it. Injected by class. */
export class Config {
  constructor(readonly env: Environment) {}

  get publicUrl(): string {
    return this.env.PUBLIC_URL;
  }

  get isProduction(): boolean {
    return this.env.NODE_ENV === 'production';
  }

  /** Domain on the right of return paths and Message-IDs. */
  get bounceDomain(): string {
    return this.env.BOUNCE_DOMAIN ?? new URL(this.env.PUBLIC_URL).hostname;
  }

  get checksMailDomains(): boolean {
    return (this.env.SIGN_UP_MX_CHECK ?? (this.isProduction ? 'on' : 'off')) === 'on';
  }

  get queueBackend(): 'redis' | 'postgres' {
    return this.env.REDIS_URL === undefined ? 'postgres' : 'redis';
  }
}
