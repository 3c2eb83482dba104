import { InvalidArgumentError, Option, type Command } from 'commander';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ReadAudit, type AuditFilter, type AuditFormat } from '@app/operators';
import { isId } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { print, table } from './print.js';

interface Options {
  operator?: string;
  key?: string;
  action?: string;
  object?: string;
  from?: Date;
  to?: Date;
}

const LONGEST_LIST = 1_000;

/** Who did what, and when. */
export function addAudit(program: Command): void {
  const audit = program.command('audit').description('the audit log: who did what, and when');
  filtered(audit.command('list'))
    .description('the latest entries first')
    .option('--limit <count>', `at most so many, up to ${LONGEST_LIST}`, count, 50)
    .option('--json', 'print JSON')
    .action((options: Options & { limit: number; json?: boolean }) => withToolbox(async (tools) => {
      const { entries } = await tools.get(ReadAudit, { strict: false }).page(filterOf(options), { limit: options.limit });
      const head = ['when', 'who', 'action', 'object', 'detail'];
      print(options, entries, () => table(head, entries.map((one) => [one.at.toISOString(), one.operatorName ?? one.operatorId ?? '', one.action, one.object, JSON.stringify(one.detail)])));
    })); // prettier-ignore
  filtered(audit.command('export'))
    .description('every entry that fits to standard output, the latest first; that it was taken is in the log')
    .addOption(new Option('--format <name>', 'of the lines').choices(['jsonl', 'csv']).default('jsonl'))
    .action((options: Options & { format: AuditFormat }) => withToolbox(async (tools) => {
      const request = { filter: filterOf(options), format: options.format, operatorId: null };
      const lines = await tools.get(ReadAudit, { strict: false }).export(request);
      await pipeline(Readable.from(lines), process.stdout, { end: false });
    })); // prettier-ignore
}

function filtered(command: Command): Command {
  return command
    .option('--operator <id>', 'who did it', id)
    .option('--key <id>', 'the API key it was asked with', id)
    .option('--action <beginning>', 'how the action begins, such as edition. or edition.approved')
    .option('--object <object>', 'what it was done to, whole, such as edition: and its id')
    .option('--from <instant>', 'not before', instant)
    .option('--to <instant>', 'before', instant);
}

function filterOf({ operator, key, action, object, from, to }: Options): AuditFilter {
  return { operatorId: operator, apiKeyId: key, action, object, from, to };
}

function id(text: string): string {
  if (!isId(text)) throw new InvalidArgumentError(`given ${text}; expected: an id`);
  return text;
}

function instant(text: string): Date {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError(`given ${text}; expected: such as 2026-11-22T07:00:00Z`);
  return at;
} // prettier-ignore

function count(text: string): number {
  const given = Number(text);
  if (!Number.isInteger(given) || given < 1 || given > LONGEST_LIST)
    throw new InvalidArgumentError(`given ${text}; expected: 1 to ${LONGEST_LIST}`);
  return given;
}
