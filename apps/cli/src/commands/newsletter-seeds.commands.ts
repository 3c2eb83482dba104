import { InvalidArgumentError, type Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { Audit, Database } from '@app/platform';
import { judgeAddress, SeedRepository, subscriberErrors } from '@app/subscribers';
import { withToolbox } from '../toolbox.js';
import { newsletterNamed } from './edition-named.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
  by?: string;
  add?: string;
  remove?: string;
}

/** Staff and watched addresses, which get an edition `seedLeadMinutes` before everyone. */
export function addSeeds(newsletter: Command): void {
  newsletter
    .command('seed <slug>')
    .description('subscriptions that get an edition before everyone: list them, add one, remove one')
    .option('--add <address>', 'an active subscription of this address becomes a seed')
    .option('--remove <address>', 'it gets the edition with everyone again')
    .option('--by <operator>', 'address or id of the operator who changes it')
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => {
      if (options.add !== undefined && options.remove !== undefined)
        throw new InvalidArgumentError('either --add or --remove, not both at once');
      return withToolbox((tools) => seeds(tools, slug, options));
    });
}

async function seeds(tools: INestApplicationContext, slug: string, options: Options): Promise<void> {
  const { id: newsletterId, seedLeadMinutes } = await newsletterNamed(tools, slug);
  const repository = tools.get(SeedRepository, { strict: false });
  if (options.add !== undefined || options.remove !== undefined) await change(tools, newsletterId, options);
  const rows = await repository.of(tools.get(Database), newsletterId);
  const shown = { slug, seedLeadMinutes, seeds: rows };
  print(options, shown, () => {
    const list = rows.length === 0 ? 'no seed' : table(['address', 'state'], rows.map((row) => [row.address ?? '', row.state]));
    if (seedLeadMinutes !== null) return `${list}\n${seedLeadMinutes} minutes before everyone`;
    return `${list}\nwith everyone, until seedLeadMinutes is set`;
  });
} // prettier-ignore

async function change(tools: INestApplicationContext, newsletterId: string, options: Options): Promise<void> {
  const { add, remove = '' } = options;
  const judged = judgeAddress(add ?? remove);
  if (judged.verdict === 'reject') throw subscriberErrors.error('subscriber.address_invalid');
  const operatorId = options.by === undefined ? null : await operatorWhoMay(tools, options.by, { right: 'configure', newsletter: newsletterId });
  const repository = tools.get(SeedRepository, { strict: false });
  await tools.get(Database).transaction().execute(async (trx) => {
    const id =
      add === undefined
        ? await repository.remove(trx, newsletterId, judged.canonical)
        : await repository.add(trx, newsletterId, judged.canonical);
    if (id === undefined) throw subscriberErrors.error('subscription.no_seed');
    const action = add === undefined ? 'subscription.seed_removed' : 'subscription.seed_added';
    await tools.get(Audit).append(trx, { operatorId, action, object: `subscription:${id}` });
  });
} // prettier-ignore
