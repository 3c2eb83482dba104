import type { Command } from 'commander';
import { once } from 'node:events';
import { addressProblems, judgeAddress, type AddressVerdict } from '@app/subscribers';
import { MAX_LINE_BYTES, linesOf, type Line } from './lines-of.js';
import { terminalText } from './print.js';

interface Options {
  json?: boolean;
}

const HELP = `
Without an ADDRESS it reads standard input: one a line (LF or CRLF), as many and as long as they come; an empty line is
one too. What is no UTF-8 is read as U+FFFD. An address that begins with a hyphen goes after --.

With --json it prints one object a line, in the order of the input, always with all keys:
  input       the text as given; of a line longer than ${MAX_LINE_BYTES} octets the beginning
  verdict     "accept" or "reject"
  canonical   the one form of this address: no needless quotes, lower case, domain in A-labels; null when rejected
  reason      why it is rejected; null when accepted
  suggestion  an address that may have been meant, accepted or rejected; null where nothing says so. Only ever a question

Reasons:
${Object.entries(addressProblems)
  .map(([reason, meaning]) => `  ${reason.padEnd(18)} ${meaning}`)
  .join('\n')}

Accepted is what real mailboxes on the public internet can have: RFC 5321 dot-atoms and quoted local parts, letters
outside ASCII (RFC 6531), internationalised domains in both forms. Whether the mailbox exists is not looked up; example.org,
.example and .test are accepted, for documentation and rehearsals.

The exit status is 0 when everything was judged, whatever the verdicts.`;

/** Whether a text is an address, and what it is for us. Needs no database, no settings and no network. */
export function addAddresses(program: Command): void {
  program
    .command('address')
    .description('addresses: check')
    .command('check [address...]')
    .description('judge addresses, given here or a line each on standard input')
    .option('--json', 'print one JSON object a line')
    // -h and unknown options may be addresses.
    .helpOption('--help', 'display help for command')
    .allowUnknownOption()
    .addHelpText('after', HELP)
    .action((addresses: string[], options: Options) => check(addresses, options));
}

/** 128 + SIGPIPE, as of any program whose reader went away. */
const READER_GONE = 141;

async function check(addresses: readonly string[], options: Options): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `… | head` has read enough: no error to report, and nothing was lost that anybody waits for.
    if (error.code === 'EPIPE') process.exit(READER_GONE);
    throw error;
  });
  if (addresses.length > 0) {
    await write(addresses.map((text) => report({ text, isCut: false }, options)));
    return;
  }
  for await (const lines of linesOf(process.stdin)) await write(lines.map((line) => report(line, options)));
}

function report(line: Line, options: Options): string {
  // What was cut is too long whatever stands in the part that is left.
  const judged: AddressVerdict = line.isCut
    ? { verdict: 'reject', reason: 'too_long', suggestion: null }
    : judgeAddress(line.text);
  return options.json === true ? jsonLine(line.text, judged) : humanLine(line.text, judged);
}

function jsonLine(input: string, judged: AddressVerdict): string {
  const { verdict, suggestion } = judged;
  const canonical = verdict === 'accept' ? judged.canonical : null;
  const reason = verdict === 'reject' ? judged.reason : null;
  // One object a line for every reader of lines, and nothing that a terminal obeys.
  return JSON.stringify({ input, verdict, canonical, reason, suggestion }).replace(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** In characters; longer ones are shortened on a terminal. */
const SHOWN_LENGTH = 80;

function humanLine(input: string, judged: AddressVerdict): string {
  const shown = input.length > SHOWN_LENGTH ? `${input.slice(0, SHOWN_LENGTH)}…` : input;
  const asked = judged.suggestion === null ? '' : `  (${judged.suggestion}?)`;
  return terminalText(
    judged.verdict === 'accept'
      ? `accept  ${judged.canonical}${asked}`
      : `reject  ${JSON.stringify(shown)}: ${addressProblems[judged.reason]}${asked}`,
  );
}

async function write(lines: readonly string[]): Promise<void> {
  if (!process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain');
}
