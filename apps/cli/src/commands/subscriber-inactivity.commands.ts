import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, type Command } from 'commander';
import { InactivityRounds, type InactivityForecast, type InactivityRound } from '@app/subscribers';
import { withToolbox } from '../toolbox.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
  dryRun?: boolean;
  months?: number;
  by: string;
}

const HELP = `
Nobody leaves for silence unless the newsletter has inactivityMonths in the newsroom file and a round is proposed. Above
1 % of the readers a second operator approves it. Then the silent are written to; who gives no sign within 30 days (a
sign-up, a confirmation, a saved choice) has left, with the withdrawal on record. Until then a round can be cancelled.

With --json the dry run prints {newsletter, months, inactive, readers, byYear, needsApproval}, byYear by the year of the
last sign; the others print a round, or a list of them: {id, newsletterId, months, inactive, readers, state, proposedBy,
proposedAt, approvedBy, approvedAt, endsAt, ended}, state being proposed, approved, done or cancelled.`;

/** Readers who have not given a sign for long: how many, and what operators decide about them. */
export function addInactivity(subscriber: Command): void {
  const inactivity = subscriber
    .command('inactivity [newsletter]')
    .description('readers without a sign: count them, propose that they leave, approve, cancel, list')
    .option('--dry-run', 'count them and change nothing')
    .option('--months <number>', 'as if this were the newsletter’s inactivityMonths', months)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((slug: string | undefined, options: Options, self: Command) => {
      if (slug === undefined || options.dryRun !== true)
        self.error('error: give a newsletter and --dry-run, or one of propose, approve, cancel, list');
      return withToolbox(async (tools) => {
        const forecast = await rounds(tools).forecast(slug, options.months);
        print(options, forecast, () => forecastSheet(forecast));
      });
    });
  decision(inactivity, {
    name: 'propose <newsletter>',
    description: 'that who gave no sign leaves',
    newsletterOf: (_, slug) => Promise.resolve(slug),
    decide: (tools, slug, operatorId) => rounds(tools).propose(slug, operatorId),
  });
  decision(inactivity, {
    name: 'approve <round>',
    description: 'what another operator proposed',
    newsletterOf: newsletterOfRound,
    decide: (tools, id, operatorId) => rounds(tools).approve(id, operatorId),
  });
  decision(inactivity, {
    name: 'cancel <round>',
    description: 'before its end; who was told stays',
    newsletterOf: newsletterOfRound,
    decide: (tools, id, operatorId) => rounds(tools).cancel(id, operatorId),
  });
  inactivity
    .command('list')
    .description('the newest 100 rounds')
    .option('--json', 'print JSON')
    .action((_: Options, self: Command) => withToolbox(async (tools) => {
      const found = await rounds(tools).list();
      print(self.optsWithGlobals<Options>(), found, () => roundTable(found));
    }));
} // prettier-ignore

interface Decision {
  readonly name: string;
  readonly description: string;
  /** Slug or id: whoever decides may configure it. */
  readonly newsletterOf: (tools: INestApplicationContext, given: string) => Promise<string>;
  readonly decide: (tools: INestApplicationContext, given: string, operatorId: string) => Promise<InactivityRound>;
}

function decision(inactivity: Command, { name, description, newsletterOf, decide }: Decision): void {
  inactivity
    .command(name)
    .description(description)
    .requiredOption('--by <operator>', 'address or id of the operator who decides it')
    .option('--json', 'print JSON')
    .action((given: string, options: Options, self: Command) => withToolbox(async (tools) => {
      const need = { right: 'configure', newsletter: await newsletterOf(tools, given) } as const;
      const round = await decide(tools, given, await operatorWhoMay(tools, options.by, need));
      print(self.optsWithGlobals<Options>(), round, () => roundTable([round]));
    })); // prettier-ignore
}

function rounds(tools: INestApplicationContext): InactivityRounds {
  return tools.get(InactivityRounds, { strict: false });
}

/** One that is not listed is nobody's: deciding it then says that there is none. */
async function newsletterOfRound(tools: INestApplicationContext, id: string): Promise<string> {
  return (await rounds(tools).list()).find((round) => round.id === id)?.newsletterId ?? '';
}

function forecastSheet({ months: span, inactive, readers, byYear, needsApproval }: InactivityForecast): string {
  const years = Object.entries(byYear).map(([year, count]) => [year, String(count)]);
  const share = readers === 0 ? 0 : (100 * inactive) / readers;
  const head = `${inactive} of ${readers} readers (${share.toFixed(1)} %) gave no sign for ${span} months.`;
  const rule = needsApproval ? '\nA second operator has to approve that they leave.' : '';
  return years.length === 0 ? head : `${head}${rule}\n\n${table(['last sign', 'readers'], years)}`;
}

function roundTable(found: readonly InactivityRound[]): string {
  return table(
    ['round', 'state', 'months', 'inactive', 'readers', 'ends at', 'ended'],
    found.map((round) => [
      round.id,
      round.state,
      String(round.months),
      String(round.inactive),
      String(round.readers),
      round.endsAt?.toISOString() ?? '',
      round.ended === null ? '' : String(round.ended),
    ]),
  );
}

/** As the schema has it: half a year at least. */
const FEWEST_MONTHS = 6;

function months(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < FEWEST_MONTHS || number > 1_200)
    throw new InvalidArgumentError(`given ${text}; expected a whole number of months, ${FEWEST_MONTHS} or more`);
  return number;
}
