import type { INestApplicationContext } from '@nestjs/common';
import type { Command } from 'commander';
import { HouseSender } from '@app/editions';
import { FindOperator, isRight, operatorErrors, ResetAccess, SecondFactorPolicy } from '@app/operators';
import { commandConfig, withToolbox } from '../toolbox.js';
import { print } from './print.js';

interface Options {
  json?: boolean;
}

/** For the operator who lost a password or a phone. */
export function addOperatorResets(operator: Command): void {
  operator
    .command('reset-password <address>')
    .description('void an operator’s password, end their sessions, and print a link to choose another')
    .option('--json', 'print JSON')
    .action((address: string, options: Options) => withToolbox(async (tools) => {
      const { link } = await tools.get(ResetAccess, { strict: false }).resetPassword(await resetOf(tools, address));
      const url = `${commandConfig().publicUrl}/admin/sign-in/${link.secret}`;
      print(options, { url, expiresAt: link.expiresAt }, () => `${url}\n(opens once, until ${link.expiresAt.toISOString()})`);
    })); // prettier-ignore
  operator
    .command('reset-second-factor <address>')
    .description('take an operator’s second factor off and end their sessions')
    .option('--json', 'print JSON')
    .action((address: string, options: Options) => withToolbox(async (tools) => {
      await tools.get(ResetAccess, { strict: false }).resetSecondFactor(await resetOf(tools, address));
      print(options, { reset: true }, () => 'off; they sign in with their password alone');
    })); // prettier-ignore
  operator
    .command('second-factor [right...]')
    .description('which rights are held only with a second factor; with rights, or "none", set them')
    .option('--json', 'print JSON')
    .action((given: string[], options: Options) => withToolbox(async (tools) => {
      const policy = tools.get(SecondFactorPolicy, { strict: false });
      const wanted = given.includes('none') ? [] : given.filter(isRight);
      if (wanted.length < given.length && !given.includes('none')) throw new Error(`unknown right among: ${given.join(', ')}`);
      const rights = given.length === 0 ? await policy.read() : await policy.set(wanted, null);
      print(options, { rights }, () => (rights.length === 0 ? 'none' : rights.join(', ')));
    })); // prettier-ignore
}

async function resetOf(tools: INestApplicationContext, address: string) {
  const owner = await tools.get(FindOperator, { strict: false }).byAddress(address);
  if (owner === undefined) throw operatorErrors.error('operator.unknown');
  return {
    operatorId: owner.operatorId,
    by: null,
    sender: await tools.get(HouseSender, { strict: false }).sender(),
  };
}
