import { InvalidArgumentError, type Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { ApplyNewsroom, ChangeNewsletter, type AppliedPart, type Difference } from '@app/editions';
import { readNewsroomFile } from '../newsroom/newsroom-file.js';
import { withToolbox } from '../toolbox.js';
import { dayArgument } from './edition-named.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
  by?: string;
}

interface ApplyOptions extends Options {
  file: string;
  dryRun?: boolean;
}

interface BreakOptions extends Options {
  from?: string;
  to?: string;
  reason: string;
  remove?: string;
}

const BY = ['--by <operator>', 'address or id of the operator who changes it'] as const;

/** What a newsletter is set to, and its days without an edition. */
export function addSettings(newsletter: Command): void {
  newsletter
    .command('apply')
    .description('make the newsroom what a file says: create what is missing, change what differs; what it leaves out stays')
    .requiredOption('--file <file>', 'JSON such as docs/newsroom.example.json; - reads standard input')
    .option('--dry-run', 'say what would be changed and change nothing')
    .option(...BY)
    .option('--json', 'print JSON')
    .action((options: ApplyOptions) => withToolbox((tools) => apply(tools, options)));
  newsletter
    .command('show <slug>')
    .description('every setting of a newsletter, with the version they are changed under')
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => withToolbox(async (tools) => {
      const { newsletter: one, version, settings } = await tools.get(ChangeNewsletter, { strict: false }).read(slug);
      const { id, language, listId, familyName, brand } = one;
      const shown = { id, slug, language, listId, family: familyName, brand, version, settings };
      print(options, shown, () => lines({ id, language, listId, family: familyName, brand: brand.name, version, ...settings }));
    }));
  newsletter
    .command('break <slug>')
    .description('days without an edition: list them, add some, or take some back')
    .option('--from <day>', 'first day, such as 2026-08-01', dayArgument)
    .option('--to <day>', 'last day, included; left out: the first day alone', dayArgument)
    .option('--reason <text>', 'for the newsroom', '')
    .option('--remove <day>', 'take back the break this day is in', dayArgument)
    .option(...BY)
    .option('--json', 'print JSON')
    .action((slug: string, options: BreakOptions) => {
      checkBreak(options);
      return withToolbox((tools) => breaks(tools, slug, options));
    });
} // prettier-ignore

async function apply(tools: INestApplicationContext, options: ApplyOptions): Promise<void> {
  const newsroom = readNewsroomFile(readFileSync(options.file === '-' ? 0 : options.file, 'utf8'));
  const operatorId = options.by === undefined ? null : await operatorWhoMay(tools, options.by, 'configure');
  const isRehearsal = options.dryRun === true;
  const parts = await tools.get(ApplyNewsroom, { strict: false }).apply(newsroom, { operatorId, isRehearsal });
  const isChanged = parts.some(({ outcome }) => outcome !== 'unchanged');
  print(options, { isRehearsal, isChanged, parts }, () => {
    if (!isChanged) return 'nothing to change';
    return [...parts.map(partLines), ...(isRehearsal ? ['', 'a rehearsal: nothing was changed'] : [])].join('\n');
  });
}

function partLines({ part, slug, outcome, changes }: AppliedPart): string {
  const head = `${part} ${slug}: ${outcome}`;
  return [head, ...(outcome === 'changed' ? changes.map(differenceLine) : [])].join('\n');
}

function differenceLine({ field, before, after }: Difference): string {
  return `  ${field}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`;
}

/** Columns of a setting's name. */
const NAME_WIDTH = 22;

function lines(shown: object): string {
  return Object.entries(shown)
    .map(([name, value]: [string, unknown]) => `${name.padEnd(NAME_WIDTH)}${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
} // prettier-ignore

function checkBreak({ from, to, remove }: BreakOptions): void {
  if (from === undefined && to !== undefined) throw new InvalidArgumentError('--to needs --from');
  if (from !== undefined && remove !== undefined)
    throw new InvalidArgumentError('either --from or --remove, not both at once');
}

async function breaks(tools: INestApplicationContext, slug: string, options: BreakOptions): Promise<void> {
  const service = tools.get(ChangeNewsletter, { strict: false });
  const settings = await changedBreaks(tools, slug, options);
  const shown = settings ?? (await service.read(slug)).settings.breaks;
  print(options, { slug, breaks: shown }, () =>
    shown.length === 0
      ? 'no break'
      : table(['first day', 'last day', 'reason'], shown.map(({ firstDay, lastDay, reason }) => [firstDay, lastDay, reason])),
  );
} // prettier-ignore

async function changedBreaks(tools: INestApplicationContext, slug: string, options: BreakOptions) {
  const { from, to = from, reason, remove } = options;
  if (from === undefined && remove === undefined) return undefined;
  const operatorId =
    options.by === undefined ? null : await operatorWhoMay(tools, options.by, { right: 'configure', newsletter: slug });
  const { settings } = await tools.get(ChangeNewsletter, { strict: false }).change(slug, {
    change: ({ breaks: before }) => {
      if (from !== undefined && to !== undefined)
        return { breaks: [...before, { firstDay: from, lastDay: to, reason: oneLine(reason) }] };
      const kept = before.filter(
        ({ firstDay, lastDay }) => remove === undefined || remove < firstDay || remove > lastDay,
      );
      if (kept.length === before.length) throw new Error(`${slug} has no break on ${remove ?? ''}`);
      return { breaks: kept };
    },
    operatorId,
  });
  return settings.breaks;
}

/** Characters, as in the settings. */
const MAX_REASON_LENGTH = 200;

function oneLine(text: string): string {
  if (text.length <= MAX_REASON_LENGTH && /^[^\p{Cc}\p{Zl}\p{Zp}\p{Cs}]*$/u.test(text)) return text.trim();
  throw new InvalidArgumentError(`expected: a reason of one line, ${MAX_REASON_LENGTH} characters at most`);
}
