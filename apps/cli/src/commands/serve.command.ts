import type { Command } from 'commander';
import { FindOperator, InviteOperator, IssueSignInLink } from '@app/operators';
import { Log, type Config } from '@app/platform';
import { Installation } from '../installation.js';
import { startInstance, type Instance } from '../instance.js';
import { stopOnSignals } from '../stop-on-signals.js';
import { openToolbox } from '../toolbox.js';

const DEFAULT_PORTS = { http: 3000, mailboxHttp: 3025, mailboxSmtp: 2525 };

/** The operator of the try-it mode; nobody else can reach its sign-in link. */
const TRY_IT_OPERATOR = 'editor@newsroom.example';

export function addServe(program: Command): void {
  program
    .command('serve')
    .description(
      'api and worker in one process, with an embedded database, and a local mailbox while no SMTP_URL is set',
    )
    .action(async () => {
      const starting = startInstance({
        installation: Installation.default(),
        // Log lines would drown the addresses printed below; LOG_LEVEL brings them back.
        env: { LOG_LEVEL: 'warn', ...process.env },
        ports: {
          http: DEFAULT_PORTS.http,
          mailboxHttp: portFrom('MAILBOX_PORT', DEFAULT_PORTS.mailboxHttp),
          mailboxSmtp: portFrom('MAILBOX_SMTP_PORT', DEFAULT_PORTS.mailboxSmtp),
        },
        onStep: (step) => process.stderr.write(`· ${step}\n`),
      });
      // From the first moment on: Ctrl-C during the start must not leave a database server behind.
      stopOnSignals(
        async () => (await starting).close(),
        () => process.stderr.write('\n· stopping\n'),
      );
      await greet(await starting);
    });
}

function portFrom(variable: string, fallback: number): number {
  const text = process.env[variable];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`${variable}: given ${text}; expected: a port number`);
  return port;
}

async function greet(instance: Instance): Promise<void> {
  const { publicUrl } = instance.config;
  const lines = ['', '  Colporteur is running. Ctrl-C stops it.', '', `  Newsletters   ${publicUrl}/`];
  if (instance.mailboxUrl === undefined) {
    lines.push(`  Admin         ${publicUrl}/admin   (colporteur operator invite ADDRESS)`);
  } else {
    lines.push(
      `  Sign-up form  ${publicUrl}/n/monde`,
      `  Mailbox       ${instance.mailboxUrl}   (every message ends up here)`,
      `  Admin         ${await signInUrl(instance.config)}`,
      '                (opens once, within 15 minutes)',
      '',
      '  Send an edition now:  npm run colporteur -- edition send monde',
    );
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

async function signInUrl(config: Config): Promise<string> {
  const tools = await openToolbox(config, new Log('silent'));
  try {
    const known = await tools.get(FindOperator, { strict: false }).byAddress(TRY_IT_OPERATOR);
    const invite = tools.get(InviteOperator, { strict: false });
    const { operatorId } =
      known ?? (await invite.invite({ address: TRY_IT_OPERATOR, name: 'Desk', role: 'admin', invitedBy: null }));
    const link = await tools.get(IssueSignInLink, { strict: false }).issue({ operatorId, issuedBy: null });
    return `${config.publicUrl}/admin/sign-in/${link.secret}`;
  } finally {
    await tools.close();
  }
}
