import { Option, type Command } from 'commander';
import { once } from 'node:events';
import { chmodSync, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { ExportReaders } from '@app/subscribers';
import { withToolbox } from '../toolbox.js';
import { operatorWhoMay } from './operator-of.js';

interface Options {
  newsletter?: string;
  all?: boolean;
  format: 'csv' | 'jsonl';
  bom?: boolean;
  out?: string;
  by: string;
}

export function addExport(subscriber: Command): void {
  subscriber
    .command('export')
    .description('write every subscription with its consent, as a stream; who takes it is audited')
    .option('--newsletter <slug>', 'of one newsletter')
    .option('--all', 'of all newsletters')
    .addOption(new Option('--format <name>', 'of the file').choices(['csv', 'jsonl']).default('csv'))
    .option('--bom', 'begin with a byte-order mark, for spreadsheets that need one')
    .option('--out <file>', 'where to, readable by you only; default: standard output')
    .requiredOption('--by <operator>', 'address or id of the operator who takes it')
    .action((options: Options, self: Command) => {
      if ((options.newsletter === undefined) !== (options.all === true))
        return self.error('error: give either --newsletter SLUG or --all');
      return withToolbox(async (tools) => {
        const operatorId = await operatorWhoMay(tools, options.by, options.newsletter === undefined ? 'export' : { right: 'export', newsletter: options.newsletter });
        const request = { newsletterSlug: options.newsletter, format: options.format, withMark: options.bom === true, operatorId };
        const out = openOut(options.out);
        const count = await tools.get(ExportReaders, { strict: false }).export(request, (text) => write(out, text));
        if (options.out !== undefined) {
          out.end();
          await finished(out);
        }
        process.stderr.write(`${count} subscriptions\n`);
      });
    }); // prettier-ignore
}

function openOut(file: string | undefined): Writable {
  if (file === undefined) return process.stdout;
  const stream = createWriteStream(file, { mode: 0o600 });
  // Also where the file was there before.
  stream.on('open', () => { chmodSync(file, 0o600); }); // prettier-ignore
  return stream;
}

/** At the reader's pace. A full disk, or a pipe whose reader went away, ends the export. */
async function write(out: Writable, text: string): Promise<void> {
  if (out.errored !== null) throw out.errored;
  if (!out.write(text)) await once(out, 'drain');
}
