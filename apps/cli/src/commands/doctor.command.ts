import { InvalidArgumentError, type Command } from 'commander';
import { isIP, isIPv4 } from 'node:net';
import { doctorSheet } from '../doctor/doctor-sheet.js';
import { runDoctor } from '../doctor/run-doctor.js';
import { Installation } from '../installation.js';
import { commandConfig } from '../toolbox.js';
import { print } from './print.js';

interface Options {
  readonly domain?: string;
  readonly dns?: string[];
  readonly offline?: boolean;
  readonly json?: boolean;
}

const HELP = `
Verdicts: ok; note (worth knowing); warning (mail may suffer); failure (mail does suffer); unknown (it could not be looked
at, and the text says why). The exit status is 1 when there is a failure.

With --json it prints {version, examinedAt, seconds, isSound, counts, findings}, each finding with {group, object,
verdict, code, says, remedy, publish}; publish is null or the exact record {name, type, value}. Branch on code.

It takes half a minute at most and changes nothing; in the file store it keeps a few bytes for a moment.`;

/** What keeps mail from arriving, in one look. */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what is wrong with names, transports, database, queue and disk, and what to do')
    .option('--domain <domain>', 'this From domain instead of those of the newsletters')
    .option('--dns <server...>', 'name servers to ask, each an address with or without a port', nameServer)
    .option('--offline', 'ask no name server, relay or website')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const { domain, dns, offline } = options;
      const dataFolder = Installation.default().directory;
      const report = await runDoctor({ config: commandConfig, domain, dns, offline, dataFolder });
      const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
      if (options.json === true) print(options, report, () => '');
      // Not by print, which takes colours out; the sheet cleans somebody else's words itself.
      else process.stdout.write(`${doctorSheet(report, colour)}\n`);
      if (!report.isSound) process.exitCode = 1;
    });
}

function nameServer(text: string, earlier: string[] | undefined): string[] {
  const address = text.replace(/^\[(.*)\](?::\d{1,5})?$/, '$1');
  if (isIP(address) === 0 && !isIPv4(address.replace(/:\d{1,5}$/, '')))
    throw new InvalidArgumentError('expected an address such as 192.0.2.53 or [2001:db8::53]:53');
  return [...(earlier ?? []), text];
}
