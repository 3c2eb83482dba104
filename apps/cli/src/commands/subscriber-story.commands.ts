import { Option, type Command } from 'commander';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import {
  ConsentReceipts,
  EraseReader,
  OperatorBans,
  TellReaderStory,
  explainStanding,
  judgeAddress,
  subscriberErrors,
  type FoundStory,
} from '@app/subscribers';
import { isId, type SuppressionCause } from '@app/platform';
import { commandConfig, withToolbox } from '../toolbox.js';
import { print } from './print.js';
import { foundSheet } from './reader-sheet.js';
import { operatorWhoMay } from './operator-of.js';

interface Options {
  json?: boolean;
}

/** Bytes of a receipt that is checked: thousands of consents. More is another file. */
const MOST_RECEIPT_BYTES = 10_000_000;

/** All causes, so that one which is not an operator's to lift is refused with the reason. */
const CAUSES: readonly SuppressionCause[] = ['hard_bounce', 'complaint', 'operator', 'erased', 'imported'];

const BY = ['--by <operator>', 'address or id of the operator who decides'] as const;

/** One reader: the whole story, the proof of it, and the bans. */
export function addStory(subscriber: Command): void {
  subscriber
    .command('show <reader>')
    .description('everything known of one reader, by address or opaque id, and why they are mailed or not')
    .option('--json', 'print JSON')
    .action((address: string, options: Options) => withToolbox(async (tools) => {
      const found = await find(tools.get(TellReaderStory, { strict: false }), address);
      const told = found.found === 'nobody' ? found : { found: 'reader', ...found.story, subscriptions: found.story.subscriptions.map((one) => ({ ...one, explanation: explainStanding(one, found.story) })) };
      print(options, told, () => foundSheet(found));
    })); // prettier-ignore
  addReceipt(subscriber);
  addBans(subscriber);
  subscriber
    .command('erase <address>')
    .description('erase a reader who asked by letter: ends everything, keeps counts, a proof without address and a keyed hash')
    .requiredOption(...BY)
    .option('--json', 'print JSON')
    .action((address: string, options: Options & { by: string }) => withToolbox(async (tools) => {
      const erased = await tools.get(EraseReader, { strict: false }).byOperator(canonical(address), await operatorWhoMay(tools, options.by, 'administer'));
      print(options, { erased }, () => (erased ? 'erased' : 'nobody was known by this address, or they were erased before; no import brings it in'));
    })); // prettier-ignore
}

function addReceipt(subscriber: Command): void {
  const receipt = subscriber
    .command('receipt')
    .description('the dated, signed proof of every consent of one reader; holds no address')
    .argument('<reader>', 'address or opaque id')
    .option('--out <file>', 'where to; default: standard output')
    .option('--json', 'print JSON; a receipt is JSON either way')
    .action((reader: string, options: Options & { out?: string }) => withToolbox(async (tools) => {
      const made = await tools.get(ConsentReceipts, { strict: false }).of(reader, commandConfig().publicUrl);
      if (options.out === undefined) { print({ json: true }, made, () => ''); return; }
      writeFileSync(options.out, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
      print(options, { file: options.out, consents: made.document.consents.length }, () => `${options.out ?? ''}: ${made.document.consents.length} lines of consent`);
    })); // prettier-ignore
  receipt
    .command('verify <file>')
    .description('say whether a receipt was made here and nobody changed it since (- reads standard input)')
    .option('--json', 'print JSON')
    .action((file: string, _: Options, self: Command) => withToolbox((tools) => {
      const verdict = tools.get(ConsentReceipts, { strict: false }).check(readReceipt(file));
      print(self.optsWithGlobals<Options>(), verdict, () => VERDICTS[verdict.verdict]);
      if (verdict.verdict !== 'genuine') process.exitCode = 1;
      return Promise.resolve();
    })); // prettier-ignore
}

const VERDICTS = {
  genuine: 'genuine: made here, and unchanged',
  foreign: 'unchanged, but signed with another key than ours: another installation, or a SECRET_KEY that was dropped',
  broken: 'not what was signed: changed since',
  no_receipt: 'not a receipt',
} as const;

function addBans(subscriber: Command): void {
  subscriber
    .command('suppress <address>')
    .description('ban every mail to an address, service messages included; nobody need be known by it')
    .requiredOption('--reason <text>', 'why; kept with the ban, so without an address')
    .requiredOption(...BY)
    .option('--json', 'print JSON')
    .action((address: string, options: Options & { reason: string; by: string }) => withToolbox(async (tools) => {
      const by = { operatorId: await operatorWhoMay(tools, options.by, 'administer'), reason: options.reason };
      const suppressed = await tools.get(OperatorBans, { strict: false }).suppress(canonical(address), by);
      print(options, { suppressed }, () => (suppressed ? 'suppressed' : 'was suppressed by an operator already'));
    })); // prettier-ignore
  subscriber
    .command('lift <address>')
    .description('lift a ban: of a mailbox that exists after all, of a complaint made by mistake')
    .addOption(new Option('--cause <cause>', 'which ban').choices(CAUSES).makeOptionMandatory())
    .requiredOption(...BY)
    .option('--json', 'print JSON')
    .action((address: string, options: Options & { cause: SuppressionCause; by: string }) => withToolbox(async (tools) => {
      const by = { operatorId: await operatorWhoMay(tools, options.by, 'administer'), cause: options.cause };
      await tools.get(OperatorBans, { strict: false }).lift(canonical(address), by);
      print(options, { lifted: options.cause }, () => `lifted: ${options.cause}`);
    })); // prettier-ignore
}

/** By opaque id, as the log and the audit name somebody, or by address. */
async function find(stories: TellReaderStory, reader: string): Promise<FoundStory> {
  if (!isId(reader)) return stories.ofAddress(canonical(reader));
  const story = await stories.ofSubscriber(reader);
  if (story === undefined) throw subscriberErrors.error('subscriber.unknown');
  return { found: 'reader', story };
}

function canonical(address: string): string {
  const judged = judgeAddress(address);
  if (judged.verdict === 'reject')
    throw subscriberErrors.error('subscriber.address_invalid', { reason: judged.reason });
  return judged.canonical;
}

/** Whatever the file holds: what is no JSON is no receipt. */
function readReceipt(file: string): unknown {
  if (file !== '-' && statSync(file).size > MOST_RECEIPT_BYTES) return undefined;
  const text = readFileSync(file === '-' ? 0 : file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
