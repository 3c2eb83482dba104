import { InvalidArgumentError, Option, type Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { BookInsertions, insertionInput, type BookedInsertion, type InsertionInput } from '@app/editions';
import { problemLine } from '../newsroom/problem-line.js';
import { withToolbox } from '../toolbox.js';
import { dayArgument } from './edition-named.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
  by?: string;
  kind?: string;
  advertiser?: string;
  title?: string;
  text?: string;
  link?: string;
  linkLabel?: string;
  after?: number;
  from?: string;
  to?: string;
}

const ACTS = ['list', 'add', 'withdraw'] as const;

/** What stands in every edition of some days: the house's promotions and sold advertising. */
export function addInsertions(newsletter: Command): void {
  newsletter
    .command('insertion <slug> [act] [id]')
    .description('promotions and sponsors by dates: list (without an act), add, withdraw ID')
    .addOption(new Option('--kind <kind>', 'of one that is added').choices(['promotion', 'sponsor']))
    .option('--advertiser <name>', 'who pays; for a sponsor')
    .option('--title <text>', 'its headline')
    .option('--text <text>', 'a sentence or two, plain text')
    .option('--link <url>', 'http or https')
    .option('--link-label <text>', 'what the link says')
    .option('--after <count>', 'after so many dispatches; 3 if left out', count)
    .option('--from <day>', 'first day', dayArgument)
    .option('--to <day>', 'last day, included', dayArgument)
    .option('--by <operator>', 'address or id of the operator who books or withdraws')
    .option('--json', 'print JSON')
    .action((slug: string, act: string | undefined, id: string | undefined, options: Options) => {
      const known = ACTS.find((one) => one === (act ?? 'list'));
      if (known === undefined) throw new InvalidArgumentError(`given ${act ?? ''}; expected: ${ACTS.join(', ')}`);
      if ((known === 'withdraw') !== (id !== undefined)) throw new InvalidArgumentError('expected: withdraw with the id of one, the others without');
      return withToolbox((tools) => run(tools, { slug, act: known, id: id ?? '' }, options));
    });
} // prettier-ignore

async function run(
  tools: INestApplicationContext,
  asked: { slug: string; act: (typeof ACTS)[number]; id: string },
  options: Options,
): Promise<void> {
  const service = tools.get(BookInsertions, { strict: false });
  const { slug, act, id } = asked;
  if (act === 'list') {
    const insertions = await service.list(slug);
    print(options, { slug, insertions }, () => (insertions.length === 0 ? 'none' : sheet(insertions)));
    return;
  }
  const by =
    options.by === undefined ? null : await operatorWhoMay(tools, options.by, { right: 'edit', newsletter: slug });
  if (act === 'withdraw') {
    const isChanged = await service.withdraw(slug, id, by);
    print(options, { id, isChanged }, () => (isChanged ? 'withdrawn' : 'withdrawn before'));
    return;
  }
  const added = await service.add(slug, given(options), by);
  print(options, added, () => sheet([added]));
}

/** @throws InvalidArgumentError naming each option at fault */
function given(options: Options): InsertionInput {
  const { kind, advertiser, title, text, link, linkLabel, after, from, to } = options;
  const stated = { kind, advertiser, title, text, link, linkLabel, afterBlocks: after, firstDay: from, lastDay: to };
  const input = Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
  const checked = insertionInput.safeParse(input);
  if (checked.success) return checked.data;
  throw new InvalidArgumentError(checked.error.issues.map((issue) => problemLine(issue, input)).join('\n'));
}

function count(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError(`given ${text}; expected: a number of dispatches`);
  return Number(text);
}

function sheet(insertions: readonly BookedInsertion[]): string {
  return table(
    ['id', 'kind', 'days', 'after', 'advertiser', 'title', 'withdrawn'],
    insertions.map((one) => [
      one.id,
      one.kind,
      `${one.firstDay} … ${one.lastDay}`,
      String(one.afterBlocks),
      one.advertiser ?? '',
      one.title,
      one.withdrawnAt?.toISOString() ?? '',
    ]),
  );
}
