import { InvalidArgumentError, Option, type Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { isId } from '@app/platform';
import { ImportReaders, LAYOUTS, SteerImports, type ImportRequest, type ImportResult } from '@app/subscribers';
import { withToolbox } from '../toolbox.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';
import { openProblems, type ProblemsFile } from './problems-file.js';

interface Options {
  json?: boolean;
}

interface ImportOptions extends Options {
  newsletter: string;
  by: string;
  platform?: string;
  consentDate?: Date;
  wording?: string;
  wordingFile?: string;
  lastContact?: Date;
  layout: ImportRequest['layout'];
  map: Record<string, string>;
  charset: string;
  delimiter: string;
  format: ImportRequest['format'];
  suppressions?: string;
  cohorts?: number;
  dryRun?: boolean;
  problems?: string;
}

/** Progress is told at most this often, in milliseconds. */
const TOLD_APART_MS = 1_000;
const MAX_COHORTS = 1_000;
const MAX_LISTED = 100;

export function addImport(subscriber: Command): void {
  const command = subscriber
    .command('import')
    .description('bring readers from another platform, with the consent they gave there; mails nobody')
    .argument('[file]', 'CSV or JSON lines, of any size; - reads standard input')
    .option('--newsletter <slug>', 'what they receive')
    .option('--by <operator>', 'address or id of the operator who attests that they agreed')
    .option('--platform <name>', 'where they come from; default: what the file looks like')
    .option('--consent-date <date>', 'when they agreed, for lines without a date', day)
    .option('--wording <text>', 'the words they agreed to')
    .option('--wording-file <file>', 'the same, from a file')
    .option('--last-contact <date>', 'last sign of them, for lines without one', day)
    .addOption(new Option('--layout <name>', 'whose file it is').choices(['auto', ...LAYOUTS]).default('auto'))
    .option('--map <field=column...>', 'which column holds what, where its name does not tell', mapping, {})
    .option('--charset <name>', 'auto, or a name such as utf-8, windows-1252, utf-16le', 'auto')
    .option('--delimiter <sign>', 'auto, a character, or tab', delimiter, 'auto')
    .addOption(new Option('--format <name>', 'of the file').choices(['auto', 'csv', 'jsonl']).default('auto'))
    .option('--suppressions <file>', 'who must not be mailed, as the other platform lists them; comes first')
    .option('--cohorts <n>', 'hold the readers, and let them in by so many cohorts', cohorts)
    .option('--dry-run', 'say what would happen, and write nothing')
    .option('--problems <file>', 'write each line that cannot be taken there, with its address (JSON lines, readable by you only)')
    .option('--json', 'print JSON')
    .action((file: string | undefined, options: Partial<ImportOptions>, self: Command) => {
      const { newsletter, by } = options;
      if (file === undefined || newsletter === undefined || by === undefined)
        return self.error('error: give FILE, --newsletter SLUG and --by OPERATOR');
      return runImport(file, { ...(options as ImportOptions), newsletter, by });
    }); // prettier-ignore
  addSteering(command);
}

function addSteering(command: Command): void {
  command
    .command('list')
    .description('imports, the latest first')
    .option('--json', 'print JSON')
    .action((_: unknown, self: Command) => withToolbox(async (tools) => {
      const imports = await steering(tools).list(MAX_LISTED);
      print(jsonOf(self), imports, () => table(['id', 'begun', 'state', 'layout', 'in'], imports.map((one) => [one.id, one.startedAt.toISOString().slice(0, 16), one.state, one.layout, String(one.report?.in ?? one.counts['in'] ?? 0)])));
    })); // prettier-ignore
  command
    .command('show <id>')
    .description('one import: its basis, what became of its lines, its cohorts')
    .option('--json', 'print JSON')
    .action((id: string, _: unknown, self: Command) => withToolbox(async (tools) => {
      const found = await steering(tools).show(importId(id));
      const { reportMac, ...shown } = found;
      print(jsonOf(self), { ...shown, isSigned: reportMac !== null }, () => JSON.stringify(shown, null, 2));
    })); // prettier-ignore
  command
    .command('release <id>')
    .description('let one cohort in')
    .requiredOption('--cohort <n>', 'which', cohorts)
    .option('--by <operator>', 'address or id of the operator who decides')
    .option('--json', 'print JSON')
    .action((id: string, _: unknown, self: Command) => withToolbox(async (tools) => {
      const { cohort, by } = self.optsWithGlobals<{ cohort: number; by?: string }>();
      const operatorId = await steerer(tools, id, by);
      const released = await steering(tools).release(importId(id), cohort, operatorId);
      print(jsonOf(self), { id, cohort, released }, () => `${released} readers of cohort ${cohort} are let in`);
    })); // prettier-ignore
  command
    .command('cancel <id>')
    .description('give an import up that is not done; readers who are in stay')
    .option('--by <operator>', 'address or id of the operator who decides')
    .option('--json', 'print JSON')
    .action((id: string, _: unknown, self: Command) => withToolbox(async (tools) => {
      const { by } = self.optsWithGlobals<{ by?: string }>();
      const cancelled = await steering(tools).cancel(importId(id), await steerer(tools, id, by));
      print(jsonOf(self), { id, cancelled }, () => (cancelled ? `cancelled ${id}` : `${id} is over already`));
    })); // prettier-ignore
  command
    .command('verify <report>')
    .description('say whether a report was made here and nobody changed it since')
    .option('--json', 'print JSON')
    .action((file: string, _: unknown, self: Command) => withToolbox((tools) => {
      const { isGenuine } = steering(tools).verify(readFileSync(file === '-' ? 0 : file, 'utf8'));
      print(jsonOf(self), { isGenuine }, () => (isGenuine ? 'genuine' : 'not one of ours, or changed since'));
      if (!isGenuine) process.exitCode = 1;
      return Promise.resolve();
    })); // prettier-ignore
}

async function runImport(file: string, options: ImportOptions): Promise<void> {
  const stop = new AbortController();
  const onSignal = (): void => { stop.abort(); }; // prettier-ignore
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  let problems: ProblemsFile | undefined;
  try {
    await withToolbox(async (tools) => {
      const request = await requestOf(tools, file, options);
      problems = options.problems === undefined ? undefined : openProblems(options.problems);
      const onProblem = problems?.write;
      const result = await tools
        .get(ImportReaders, { strict: false })
        .run(request, { onProblem, onProgress: progress(), signal: stop.signal });
      print(options, shownResult(result), () => sheet(result));
    });
  } finally {
    await problems?.close();
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGTERM', onSignal);
  }
}

async function requestOf(tools: INestApplicationContext, file: string, options: ImportOptions): Promise<ImportRequest> {
  const { wordingFile, wording } = options;
  const words = wordingFile === undefined ? wording : readFileSync(wordingFile, 'utf8').trim();
  return {
    newsletterSlug: options.newsletter,
    file,
    suppressionsFile: options.suppressions,
    operatorId: await operatorWhoMay(tools, options.by, { right: 'import', newsletter: options.newsletter }),
    platform: options.platform,
    consentDate: options.consentDate,
    lastContact: options.lastContact,
    wording: words === '' ? undefined : words,
    layout: options.layout,
    map: options.map,
    charset: options.charset,
    delimiter: options.delimiter,
    format: options.format,
    cohorts: options.cohorts,
    isDryRun: options.dryRun === true,
  };
}

/** The report itself where there is one, so that standard output can be kept as the signed document. */
function shownResult(result: ImportResult): Record<string, unknown> {
  const { state, layout, mapping, counts, report } = result;
  return report === null ? { state, layout, mapping, ...counts } : { ...report };
}

function sheet({ state, layout, mapping, counts, report }: ImportResult): string {
  const told = { done: 'done', done_before: 'done before; nothing was changed', dry_run: 'a dry run; nothing was written' };
  const lines = (what: string, by: Readonly<Record<string, number>>): string[] =>
    Object.entries(by).map(([why, count]) => `  ${what} ${why}: ${count}`);
  return [
    `${told[state]}; layout ${layout}`,
    ...Object.entries(mapping).map(([field, column]) => `  ${field} ← ${column}`),
    `${counts.rows} lines: ${counts.in} in, ${counts.known} known`,
    ...lines('suppressed', counts.suppressed),
    ...lines('refused', counts.refused),
    ...(report === null ? [] : [`import ${report.importId}; --json prints the signed report`]),
  ].join('\n');
} // prettier-ignore

function progress(): (phase: string, rows: number) => void {
  let told = Date.now();
  return (phase, rows) => {
    if (Date.now() - told < TOLD_APART_MS) return;
    told = Date.now();
    process.stderr.write(`· ${phase}: ${rows} lines\n`);
  };
}

function steering(tools: INestApplicationContext): SteerImports {
  return tools.get(SteerImports, { strict: false });
}

/** Who steers an import has the right its newsletter asks; null: the command line itself, which may all. */
async function steerer(tools: INestApplicationContext, id: string, by: string | undefined): Promise<string | null> {
  if (by === undefined) return null;
  const { newsletterId } = await steering(tools).show(importId(id));
  return operatorWhoMay(tools, by, { right: 'import', newsletter: newsletterId });
}

/** `--json` stands on the command above where that one knows it too. */
function jsonOf(self: Command): Options {
  return self.optsWithGlobals<Options>();
}

function importId(text: string): string {
  if (!isId(text)) throw new InvalidArgumentError(`given ${text}; expected the id of an import, as subscriber import list shows it`);
  return text;
} // prettier-ignore

function mapping(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError(`given ${text}; expected field=column, such as address=Courriel`);
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function delimiter(text: string): string {
  const sign = text === 'tab' ? '\t' : text;
  if (sign === 'auto' || (sign.length === 1 && !/["\r\n]/.test(sign))) return sign;
  throw new InvalidArgumentError(`given ${text}; expected auto, tab, or one character`);
}

function cohorts(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_COHORTS) return count;
  throw new InvalidArgumentError(`given ${text}; expected a whole number from 1 to ${MAX_COHORTS}`);
}

/** A day, or an instant with its zone: without one it would be another instant on another machine. */
function day(text: string): Date {
  const date = new Date(text);
  const isWhole = /^\d{4}-\d\d-\d\d$/.test(text) || /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  if (isWhole && !Number.isNaN(date.getTime()) && date.getTime() <= Date.now()) return date;
  throw new InvalidArgumentError(`given ${text}; expected a day that has come, such as 2024-05-31`);
}
