import { InvalidArgumentError, Option, type Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { ResolveUncertain, explainUncertain, type ExplainedUncertain, type UncertainCause } from '@app/delivery';
import { isId } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { dayArgument, editionNamed } from './edition-named.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface Options {
  readonly kind?: string;
  readonly wasSent?: boolean;
  readonly wasNotSent?: boolean;
  readonly all?: boolean;
  readonly reader?: readonly string[];
  readonly by?: string;
  readonly json?: boolean;
}

/** Deliveries listed at once; a relay's log is searched for some, not for a million. */
const LISTED = 1_000;

const HELP = `
Without a decision it lists them, oldest first and ${LISTED} at most, with what the relay's log knows them by. What is said
was sent becomes submitted; what was not is sent again while the edition is useful. A sign from the reader that comes
first (a bounce, a click, leaving by this edition's link) decides by itself.

With --json prints {uncertain: [{subscriberId, cause, explanation, messageId, submittingAt, dueAt, transport, provider,
attempts, reply, evidence}]}, after a decision {decided, uncertain}.`;

/** What nobody knows the end of: listed, explained, and decided. */
export function addEditionUncertain(edition: Command): void {
  edition
    .command('uncertain')
    .description('deliveries that the relay may have taken: list them, and say what its log says')
    .argument('<edition>', 'an id, or a newsletter')
    .argument('[date]', 'the day it is dated, such as 2026-11-22', dayArgument)
    .option('--kind <kind>', 'where it is not the day’s digest: flash-2')
    .addOption(new Option('--was-sent', 'the relay took them: they count as submitted').conflicts('wasNotSent'))
    .addOption(new Option('--was-not-sent', 'the relay never took them: they are sent again'))
    .option('--all', 'decide for every one of them')
    .option('--reader <id...>', 'decide for these readers, by opaque id')
    .option('--by <operator>', 'the operator who decides, by address or id')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((named: string, date: string | undefined, options: Options) => withToolbox(async (tools) => {
      const { id } = await editionNamed(tools, { edition: named, date, kind: options.kind });
      const decided = await decide(tools, id, options);
      const uncertain = await tools.get(ResolveUncertain, { strict: false }).list(id, LISTED);
      print(options, decided === undefined ? { uncertain } : { decided, uncertain }, () => sheet(uncertain, decided));
    })); // prettier-ignore
}

async function decide(tools: INestApplicationContext, id: string, options: Options): Promise<number | undefined> {
  if (options.wasSent !== true && options.wasNotSent !== true) return undefined;
  const readers = options.reader ?? [];
  if (readers.some((one) => !isId(one))) throw new InvalidArgumentError('--reader: expected opaque ids');
  if ((options.all === true) === readers.length > 0)
    throw new InvalidArgumentError('say whom it is about: --all, or --reader with ids');
  const operatorId =
    options.by === undefined ? null : await operatorWhoMay(tools, options.by, { right: 'send', edition: id });
  return tools.get(ResolveUncertain, { strict: false }).decide(id, {
    wasSent: options.wasSent === true,
    subscriberIds: options.all === true ? null : readers,
    operatorId,
  });
}

function sheet(uncertain: readonly ExplainedUncertain[], decided: number | undefined): string {
  const parts = decided === undefined ? [] : [`${decided} decided`];
  if (uncertain.length === 0) return [...parts, 'Nothing is uncertain in this edition.'].join('\n');
  const causes = new Set<UncertainCause>(uncertain.map(({ cause }) => cause));
  const rows = uncertain.map((one) => [
    one.subscriberId,
    one.cause,
    (one.submittingAt ?? one.dueAt).toISOString(),
    one.transport ?? '',
    one.messageId,
    one.evidence ?? '',
  ]);
  return [
    ...parts,
    `${uncertain.length}${uncertain.length === LISTED ? ' or more' : ''} uncertain`,
    ...[...causes].map((cause) => `${cause}: ${explainUncertain(cause)}`),
    '',
    table(['reader', 'cause', 'when', 'transport', 'Message-ID', 'left by'], rows),
  ].join('\n');
}
