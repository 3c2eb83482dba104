import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { FindSources } from '@app/dispatches';
import { HouseSender } from '@app/editions';
import { RecordBounce } from '@app/feedback';
import {
  FindOperator,
  InviteOperator,
  IssueApiKey,
  IssueSignInLink,
  isScope,
  isSourceScope,
  operatorErrors,
  type Invited,
} from '@app/operators';
import type { OperatorRole } from '@app/platform';
import { commandConfig, withToolbox } from '../toolbox.js';
import { addOperatorRights } from './operator-rights.commands.js';
import { addOperatorResets } from './operator-reset.commands.js';
import { print } from './print.js';

interface Options {
  json?: boolean;
}

interface InviteOptions extends Options {
  name?: string;
  role: string;
}

const INVITE = `
Somebody who is an operator already keeps name and role and gets a link; a --role that is not theirs is refused
(operator.role_kept). With --json it prints {url, expiresAt, operatorId, role, isNew}.`;

const ROLES: readonly OperatorRole[] = ['admin', 'editor', 'designer', 'viewer'];

/** Who may steer, and what comes back from the outside. */
export function addOperators(program: Command): void {
  const operator = program.command('operator').description('operators, their sign-in links and API keys');
  operator
    .command('invite <address>')
    .description('make somebody an operator, or find them, and print a sign-in link that opens once')
    .option('--name <name>', 'how the desk calls them')
    .option('--role <role>', ROLES.join(', '), 'admin')
    .option('--json', 'print JSON')
    .addHelpText('after', INVITE)
    .action((address: string, options: InviteOptions, command: Command) => {
      const isAsked = command.getOptionValueSource('role') === 'cli';
      return withToolbox((tools) => invite(tools, { ...options, address, isRoleAsked: isAsked }));
    });
  operator
    .command('key <address> <name>')
    .description('issue an API key for an operator; it is shown once')
    .requiredOption('--scope <scope...>', 'what it may do, such as dispatches:write, or dispatches:write:SLUG for one source only')
    .option('--json', 'print JSON')
    .action((address: string, name: string, options: Options & { scope: string[] }) => withToolbox(async (tools) => {
      const unknown = options.scope.filter((scope) => !isScope(scope) && !isSourceScope(scope));
      if (unknown.length > 0) throw new Error(`unknown scope: ${unknown.join(', ')}`);
      // A mistyped source would make a key that opens nothing, or one day what somebody gives that name.
      for (const scope of options.scope.filter(isSourceScope)) await tools.get(FindSources, { strict: false }).bySlug(scope.split(':')[2] ?? '');
      const owner = await tools.get(FindOperator, { strict: false }).byAddress(address);
      if (owner === undefined) throw operatorErrors.error('operator.unknown');
      const issued = await tools.get(IssueApiKey, { strict: false }).issue({ operatorId: owner.operatorId, name, scopes: options.scope, issuedBy: null });
      print(options, issued, () => issued.key);
    })); // prettier-ignore
  addOperatorResets(operator);
  addOperatorRights(operator);
  program
    .command('bounce')
    .description('what came back')
    .command('ingest <file>')
    .description('take in one bounce message (- reads standard input, for a pipe in your mail server)')
    .option('--recipient <address>', 'the envelope recipient the bounce was sent to')
    .option('--json', 'print JSON')
    .action((file: string, options: Options & { recipient?: string }) => withToolbox(async (tools) => {
      const outcome = await tools.get(RecordBounce, { strict: false }).record(readFileSync(file === '-' ? 0 : file), options.recipient);
      print(options, outcome, () => (outcome.outcome === 'ignored' ? `ignored: ${outcome.because}` : `${outcome.outcome}: ${outcome.class}${outcome.suppressed ? ', address suppressed' : ''}`));
    })); // prettier-ignore
}

async function invite(
  tools: INestApplicationContext,
  { address, isRoleAsked, ...options }: InviteOptions & { address: string; isRoleAsked: boolean },
): Promise<void> {
  const role = ROLES.find((known) => known === options.role);
  if (role === undefined) throw new Error(`role: given ${options.role}; expected one of ${ROLES.join(', ')}`);
  const known = await tools.get(FindOperator, { strict: false }).byAddress(address);
  if (known !== undefined && isRoleAsked && known.role !== role)
    throw operatorErrors.error('operator.role_kept', { operatorId: known.operatorId, role: known.role });
  const { operatorId, link } = known === undefined
    ? await invited(tools, { address, name: options.name ?? address.replace(/@.*/, ''), role })
    : { ...known, link: await tools.get(IssueSignInLink, { strict: false }).issue({ operatorId: known.operatorId, issuedBy: null }) };
  const url = `${commandConfig().publicUrl}/admin/sign-in/${link.secret}`;
  const held = known === undefined ? '' : `\n(an operator already, with the role ${known.role})`;
  const answer = { url, expiresAt: link.expiresAt, operatorId, role: known?.role ?? role, isNew: known === undefined };
  print(options, answer, () => `${url}\n(opens once, until ${link.expiresAt.toISOString()})${held}`);
} // prettier-ignore

async function invited(
  tools: INestApplicationContext,
  given: { readonly address: string; readonly name: string; readonly role: OperatorRole },
): Promise<Invited> {
  const sender = await tools.get(HouseSender, { strict: false }).sender();
  return tools.get(InviteOperator, { strict: false }).invite({ ...given, invitedBy: null, sender });
}
