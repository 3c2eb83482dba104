import type { Command } from 'commander';
import { ManageDkim, type Rotation, type ShownKey } from '@app/mail';
import { withToolbox } from '../toolbox.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
}

/** The keys that messages are signed with. */
export function addDkim(program: Command): void {
  const dkim = program.command('dkim').description('keys that sign what is sent (DKIM), by sending domain');
  dkim
    .command('create <domain>')
    .description('make a key for a domain that newsletters are sent from, or one above it, and print the record to publish')
    .option('--selector <selector>', 'left out: the month and a letter, such as cp202611a')
    .option('--json', 'print JSON')
    .action((domain: string, options: Options & { selector?: string }) => withToolbox(async (tools) => {
      const key = await tools.get(ManageDkim, { strict: false }).create({ domain, selector: options.selector });
      print(options, key, () => `${toPublish(key)}\n\nThen: colporteur dkim activate ${key.domain} ${key.selector}`);
    })); // prettier-ignore
  dkim
    .command('show [domain]')
    .description('all keys, or those of a domain, with the records that must be published')
    .option('--json', 'print JSON')
    .action((domain: string | undefined, options: Options) => withToolbox(async (tools) => {
      const keys = await tools.get(ManageDkim, { strict: false }).show(domain);
      print(options, keys, () => (keys.length === 0 ? 'No keys: nothing is signed here. Make one with: colporteur dkim create DOMAIN' : sheet(keys)));
    })); // prettier-ignore
  dkim
    .command('activate <domain> <selector>')
    .description('sign with this key from now on, if its record is published; the key before it is kept published for 7 days')
    .option('--without-check', 'do not ask the name system; what nobody can verify is worse than no signature')
    .option('--json', 'print JSON')
    .action((domain: string, selector: string, options: Options & { withoutCheck?: boolean }) => withToolbox(async (tools) => {
      const { withoutCheck } = options;
      const key = await tools.get(ManageDkim, { strict: false }).activate({ domain, selector, withoutCheck });
      print(options, key, () => signs(key));
    })); // prettier-ignore
  dkim
    .command('rotate <domain>')
    .description('the next step of a rotation: make the next key, and once its record is published, sign with it')
    .option('--json', 'print JSON')
    .action((domain: string, options: Options) => withToolbox(async (tools) => {
      const rotation = await tools.get(ManageDkim, { strict: false }).rotate(domain);
      print(options, rotation, () => stepOf(rotation));
    })); // prettier-ignore
}

function stepOf({ outcome, key, why }: Rotation): string {
  if (outcome === 'done') return signs(key);
  const reason = why === undefined ? '' : `Not yet: ${why}\n\n`;
  return `${reason}${toPublish(key)}\n\nThen again: colporteur dkim rotate ${key.domain}`;
}

function signs(key: ShownKey): string {
  return `${key.domain} is signed with ${key.selector} within a minute. Keep the record of the key before it published for 7 days.`;
}

function toPublish({ record }: ShownKey): string {
  return [
    'Publish this TXT record:',
    '',
    `name:  ${record.name}`,
    `value: ${record.value}`,
    '',
    'The same for a zone file, in strings of at most 255 octets:',
    '',
    `${record.name}. IN TXT ( ${record.strings} )`,
  ].join('\n');
}

const NEEDS_RECORD: ReadonlySet<string> = new Set(['pending', 'active', 'retiring']);

function sheet(keys: readonly ShownKey[]): string {
  const rows = keys.map((key) => [key.domain, key.selector, key.state, sinceOf(key).toISOString()]);
  const records = keys.filter((key) => NEEDS_RECORD.has(key.state)).map(toPublish);
  return [table(['domain', 'selector', 'state', 'since'], rows), ...records].join('\n\n');
}

function sinceOf({ createdAt, activeAt, retiringAt, retiredAt }: ShownKey): Date {
  return retiredAt ?? retiringAt ?? activeAt ?? createdAt;
}
