import { readFileSync } from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { LEDGER_DAYS } from '@app/delivery';
import { POLL_DAYS } from '@app/dispatches';
import { SETTLED_DAYS } from '@app/mail';
import { ENDED_DAYS } from '@app/operators';
import { Config, InstallationRepository, projectPath } from '@app/platform';
import { Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { SettingsRepository } from './settings.repository.js';

const sending = z.object({
  armed: z.boolean().describe('Whether anything may leave.'),
  disarmedAt: z.iso.datetime().nullable(),
  cause: z.string().nullable().describe('`copied`, `restored`, `unknown_history` or `operator`.'),
  allowedRecipients: z
    .int()
    .nullable()
    .describe(
      'Outside production, how many addresses or domains are declared as those that may be mailed; null: none are.',
    ),
});

const settings = z.object({
  publicUrl: z.string(),
  environment: z.enum(['production', 'development', 'test']),
  sending,
  queue: z.enum(['redis', 'postgres']),
  files: z.enum(['folder', 's3']),
  journal: z.enum(['beside_files', 'folder', 's3']).describe('Where withdrawals are also kept, outside the database.'),
  openid: z.string().nullable().describe('How the identity provider is called on the sign-in page; null: none.'),
  versions: z.object({ colporteur: z.string(), node: z.string(), postgres: z.string() }),
  retention: z.array(z.object({ what: z.string(), days: z.int() })).describe('docs/retention.md has all of it.'),
  labels: z.array(
    z.object({ kind: z.enum(['region', 'topic']), slug: z.string(), names: z.record(z.string(), z.string()) }),
  ),
});
type Settings = z.infer<typeof settings>;

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(projectPath('package.json'), 'utf8')));

/** What this installation is and how it is set. Its secrets, and addresses that may hold one, stay in its environment. */
@Controller('api/v1/settings')
export class SettingsController {
  constructor(
    private readonly config: Config,
    private readonly installations: InstallationRepository,
    private readonly repository: SettingsRepository,
  ) {}

  @Get()
  @Requires('administer')
  @Answers(200, settings, 'What the environment and the database say, without secrets.')
  async readInstallation(): Promise<Settings> {
    const { env, publicUrl, queueBackend } = this.config;
    const known = await this.installations.read();
    return {
      publicUrl,
      environment: env.NODE_ENV,
      sending: {
        armed: known.disarmedAt === null,
        disarmedAt: known.disarmedAt?.toISOString() ?? null,
        cause: known.disarmedCause,
        allowedRecipients:
          this.config.isProduction || env.ALLOWED_RECIPIENTS.length === 0 ? null : env.ALLOWED_RECIPIENTS.length,
      },
      queue: queueBackend,
      files: env.FILES_URL.kind,
      journal: env.JOURNAL_URL === undefined ? 'beside_files' : env.JOURNAL_URL.kind,
      openid: env.OIDC_ISSUER === undefined ? null : env.OIDC_NAME,
      versions: { colporteur: version, node: process.versions.node, postgres: await this.repository.serverVersion() },
      retention: [
        { what: 'unconfirmed', days: env.CONFIRMATION_DAYS },
        { what: 'deliveries', days: LEDGER_DAYS },
        { what: 'notices', days: SETTLED_DAYS },
        { what: 'sessions', days: ENDED_DAYS },
        { what: 'polls', days: POLL_DAYS },
      ],
      labels: await this.repository.labels(),
    };
  }
}
