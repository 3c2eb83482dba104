import { InvalidArgumentError, type Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import {
  ApproveEdition,
  ApproveFamily,
  CancelEdition,
  DeskAlarms,
  NewsletterRepository,
  type ApprovalResult,
} from '@app/editions';
import { SoloMode } from '@app/operators';
import { Database, isId } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { named, versioned } from './edition-desk.commands.js';
import { editionNamed } from './edition-named.js';
import { showEdition } from './edition-status.command.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface Options {
  readonly kind?: string;
  readonly json?: boolean;
  readonly by?: string;
  readonly ifVersion?: number;
}

const HELP = `
What is approved is the version that was looked at (--if-version), or the present one. Where the newsletter wants two
people, each says who they are with --by. With --json it prints {editionId, state, version, approvals, approvalsNeeded,
releaseAt}, with --family {editions: […]}.`;

/** A person lets an edition leave, takes that back, or ends it; and what the desk was called for. */
export function addEditionApproval(edition: Command): void {
  versioned(named(edition.command('approve')))
    .description('approve a proposed or held edition: frozen at once, or when the newsletter’s delay is over')
    .option('--family', 'with the sister newsletters’ editions of that day, all of them or none')
    .addHelpText('after', HELP)
    .action((name: string, date: string | undefined, options: Options & { family?: boolean }) =>
      withToolbox((tools) => approve(tools, { name, date, options })),
    );
  versioned(named(edition.command('unapprove')))
    .description('take an approval back, as long as the edition is not frozen')
    .action((name: string, date: string | undefined, options: Options) =>
      withToolbox(async (tools) => {
        const { id } = await editionNamed(tools, { edition: name, date, kind: options.kind });
        const by =
          options.by === undefined ? null : await operatorWhoMay(tools, options.by, { right: 'approve', edition: id });
        const request = { by, version: options.ifVersion };
        showApproval(options, await tools.get(ApproveEdition, { strict: false }).withdraw(id, request));
      }),
    );
  named(edition.command('cancel'))
    .description('end an edition: nothing that is not yet being submitted will leave')
    .option('--by <operator>', 'who does it: address or id')
    .option('--reason <text>', 'why, for the audit', '')
    .action((name: string, date: string | undefined, options: Options & { reason: string }) =>
      withToolbox(async (tools) => {
        const { id } = await editionNamed(tools, { edition: name, date, kind: options.kind });
        const by =
          options.by === undefined ? null : await operatorWhoMay(tools, options.by, { right: 'send', edition: id });
        await tools.get(CancelEdition, { strict: false }).cancel(id, { by, reason: options.reason });
        await showEdition(tools, id, options);
      }),
    );
  named(edition.command('show'))
    .description('what has become of an edition, as `edition status` says it')
    .action((name: string, date: string | undefined, options: Options) =>
      withToolbox(async (tools) => {
        const { id } = await editionNamed(tools, { edition: name, date, kind: options.kind });
        await showEdition(tools, id, options);
      }),
    );
  addAlarms(edition);
}

function addAlarms(edition: Command): void {
  edition
    .command('alarms')
    .description('editions that need a person, or that left without one; oldest first')
    .option('--settle <id>', 'say that somebody looked at one', alarmId)
    .option('--by <operator>', 'who looked: address or id')
    .option('--json', 'print JSON')
    .action(({ settle, by, json }: Options & { settle?: string }) =>
      withToolbox(async (tools) => {
        const alarms = tools.get(DeskAlarms, { strict: false });
        if (settle !== undefined) {
          const newsletter = await alarms.newsletterOf(settle);
          await alarms.settle(settle, by === undefined ? null : await operatorWhoMay(tools, by, { right: 'edit', newsletter }));
        }
        const open = await alarms.open(500);
        const rows = open.map((one) => [one.id, one.raisedAt.toISOString(), one.newsletterSlug, one.editionDate ?? '', one.code]);
        print({ json }, open, () => table(['id', 'raised', 'newsletter', 'edition', 'code'], rows));
      }),
    );
} // prettier-ignore

async function approve(
  tools: INestApplicationContext,
  { name, date, options }: { name: string; date: string | undefined; options: Options & { family?: boolean } },
): Promise<void> {
  const edition = await editionNamed(tools, { edition: name, date, kind: options.kind });
  const by =
    options.by === undefined
      ? null
      : await operatorWhoMay(tools, options.by, { right: 'approve', edition: edition.id });
  const isAlone = await tools.get(SoloMode, { strict: false }).holds();
  if (options.family !== true) {
    const request = { by, version: options.ifVersion, isAlone };
    showApproval(options, await tools.get(ApproveEdition, { strict: false }).approve(edition.id, request));
    return;
  }
  const newsletter = await tools
    .get(NewsletterRepository, { strict: false })
    .known(tools.get(Database), edition.newsletterId);
  const sisters = await tools.get(NewsletterRepository, { strict: false }).familyOf(newsletter);
  for (const { id } of sisters)
    if (options.by !== undefined) await operatorWhoMay(tools, options.by, { right: 'approve', newsletter: id });
  const editions = await tools
    .get(ApproveFamily, { strict: false })
    .approve(newsletter, edition.editionDate, { by, isAlone });
  print(options, { editions }, () => editions.map(described).join('\n'));
}

function showApproval(options: Options, result: ApprovalResult): void {
  print(options, result, () => described(result));
}

function described({ editionId, state, version, approvals, approvalsNeeded, releaseAt }: ApprovalResult): string {
  const wait = releaseAt === null ? '' : `, frozen at ${releaseAt.toISOString()}`;
  return `${editionId} ${state}: version ${version}, approved by ${approvals} of ${approvalsNeeded}${wait}`;
}

function alarmId(text: string): string {
  if (!isId(text)) throw new InvalidArgumentError(`given ${text}; expected: an id as \`edition alarms\` shows it`);
  return text;
}
