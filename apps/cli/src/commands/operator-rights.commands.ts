import type { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { BelongingRepository, editionErrors } from '@app/editions';
import {
  ChangeOperator,
  COMMAND_LINE,
  FindOperator,
  isRight,
  ManageApiKeys,
  operatorErrors,
  ReadOperators,
  rights,
  SoloMode,
  type Grant,
  type ListedOperator,
} from '@app/operators';
import { isId } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
}
interface GrantOptions extends Options {
  right?: string[];
  take?: string[];
  newsletter?: string;
  family?: string;
}

/** The command line shows them at once: a house has dozens. */
const LISTED = 500;

/** Who may what, from the command line; it may all. */
export function addOperatorRights(operator: Command): void {
  operator
    .command('list')
    .description('operators with their roles and what they may beyond them')
    .option('--json', 'print JSON')
    .action((options: Options) => withToolbox(async (tools) => {
      const { operators } = await tools.get(ReadOperators, { strict: false }).page({ limit: LISTED });
      print(options, operators, () => table(['id', 'address', 'name', 'role', 'besides', 'state'], operators.map(row)));
    })); // prettier-ignore
  operator
    .command('grant <operator>')
    .description('give rights beyond the role, or take them back: everywhere, for one newsletter or for one family')
    .option('--right <right...>', `to give: ${rights.join(', ')}`)
    .option('--take <right...>', 'to take back')
    .option('--newsletter <slug>', 'for this newsletter only')
    .option('--family <newsletter>', 'for all newsletters of the family that this one is of')
    .option('--json', 'print JSON')
    .action((named: string, options: GrantOptions) => withToolbox((tools) => grant(tools, named, options)));
  for (const verb of ['disable', 'enable'] as const)
    operator
      .command(`${verb} <operator>`)
      .description(verb === 'disable' ? 'sign out everywhere and let in no more; keys stop' : 'let in again; keys work again')
      .option('--json', 'print JSON')
      .action((named: string, options: Options) => withToolbox(async (tools) => {
        const changed = await tools.get(ChangeOperator, { strict: false })[verb](await idOf(tools, named), { by: COMMAND_LINE });
        print(options, changed, () => row(changed).join('  '));
      })); // prettier-ignore
  operator
    .command('solo [switch]')
    .description('a newsroom of one waits for no second approval: on, off; without either, whether it is so')
    .option('--json', 'print JSON')
    .action((given: string | undefined, options: Options) => withToolbox(async (tools) => {
      if (given !== undefined && given !== 'on' && given !== 'off') throw new Error(`given ${given}; expected on or off`);
      const solo = tools.get(SoloMode, { strict: false });
      const state = given === undefined ? await solo.state() : given === 'on' ? await solo.declare(null) : await solo.end(null);
      print(options, state, () => (state.since === null ? `not declared; ${state.operators} may sign in` : `declared ${state.since.toISOString()}`));
    })); // prettier-ignore
  addKeys(operator);
}

function addKeys(operator: Command): void {
  operator
    .command('keys')
    .description('API keys, the newest first')
    .option('--revoked', 'revoked ones too')
    .option('--json', 'print JSON')
    .action((options: Options & { revoked?: boolean }) => withToolbox(async (tools) => {
      const { keys } = await tools.get(ManageApiKeys, { strict: false }).page({ withRevoked: options.revoked }, { limit: LISTED });
      const head = ['id', 'key', 'name', 'acts for', 'scopes', 'last used', 'state'];
      print(options, keys, () => table(head, keys.map((one) => [one.id, `${one.prefix}…`, one.name, one.operatorName, one.scopes.join(' '), one.lastUsedAt?.toISOString() ?? 'never', one.revokedAt === null ? '' : 'revoked'])));
    })); // prettier-ignore
  operator
    .command('revoke-key <id>')
    .description('end an API key: it opens nothing from its next request on')
    .option('--json', 'print JSON')
    .action((id: string, options: Options) => withToolbox(async (tools) => {
      if (!isId(id)) throw operatorErrors.error('api_key.unknown');
      const key = await tools.get(ManageApiKeys, { strict: false }).revoke(id, null);
      print(options, key, () => `${key.prefix}… revoked`);
    })); // prettier-ignore
}

async function grant(tools: INestApplicationContext, named: string, options: GrantOptions): Promise<void> {
  const { right: given = [], take = [] } = options;
  const unknown = [...given, ...take].filter((right) => !isRight(right));
  if (unknown.length > 0) throw new Error(`unknown right: ${unknown.join(', ')}; expected ${rights.join(', ')}`);
  const place = await placeOf(tools, options);
  const operatorId = await idOf(tools, named);
  const before = await tools.get(ReadOperators, { strict: false }).read(operatorId);
  const isThere = (one: Grant): boolean => one.newsletterId === place.newsletterId && one.familyId === place.familyId;
  const held = before.grants.filter(isThere).flatMap((one) => one.rights);
  const wanted = rights.filter((right) => (held.includes(right) || given.includes(right)) && !take.includes(right));
  const others = before.grants.filter((one) => !isThere(one));
  const grants = wanted.length === 0 ? others : [...others, { ...place, rights: wanted }];
  const request = { by: COMMAND_LINE, version: before.version };
  const after = await tools.get(ChangeOperator, { strict: false }).change(operatorId, { grants }, request);
  print(options, after, () => row(after).join('  '));
}

async function placeOf(tools: INestApplicationContext, { newsletter, family }: GrantOptions): Promise<Omit<Grant, 'rights'>> {
  const slug = newsletter ?? family;
  if (slug === undefined) return { newsletterId: null, familyId: null };
  const found = await tools.get(BelongingRepository, { strict: false }).ofNewsletter(slug);
  if (found === undefined) throw editionErrors.error('newsletter.unknown', { slug });
  if (newsletter !== undefined) return { newsletterId: found.newsletterId, familyId: null };
  if (found.familyId === null) throw new Error(`${slug} is of no family`);
  return { newsletterId: null, familyId: found.familyId };
} // prettier-ignore

/** By address or id, disabled ones too. */
async function idOf(tools: INestApplicationContext, named: string): Promise<string> {
  const operators = tools.get(FindOperator, { strict: false });
  const found = isId(named) ? await operators.byId(named) : await operators.byAddress(named);
  if (found === undefined) throw operatorErrors.error('operator.unknown');
  return found.operatorId;
}

function row({ id, address, name, role, grants, disabledAt }: ListedOperator): string[] {
  const besides = grants.map(({ rights: held, newsletterId, familyId }) => `${held.join('+')}@${newsletterId ?? familyId ?? 'all'}`);
  return [id, address, name, role, besides.join(' '), disabledAt === null ? '' : 'disabled'];
} // prettier-ignore
