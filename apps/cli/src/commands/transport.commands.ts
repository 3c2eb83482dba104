import { InvalidArgumentError, Option, type Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import {
  ManageTransports,
  TestTransport,
  transportDefaults,
  transportFields,
  transportName,
  transportPassword,
  transportPurposes,
  type TransportSettings,
} from '@app/mail';
import type { z } from 'zod';
import { withToolbox } from '../toolbox.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';
import { outcomeLines, transportPage, transportRow, TRANSPORT_HEAD } from './transport-tables.js';

interface Options {
  json?: boolean;
  by?: string;
}

interface SettingOptions extends Options {
  host?: string;
  port?: number;
  tls?: TransportSettings['tls'];
  user?: string | false;
  passwordFile?: string;
  purpose?: TransportSettings['purposes'][number][];
  weight?: number;
  connections?: number;
  perSecond?: number | false;
  for?: string[] | false;
  insecure?: boolean;
}

/** The relays that messages leave by. */
export function addTransports(program: Command): void {
  const transport = program.command('transport').description('relays: add, list, show, change, pause, resume, retire, test'); // prettier-ignore
  addAdd(transport);
  addReading(transport);
  addChange(transport);
  addSteering(transport);
  addTest(transport);
}

function addAdd(transport: Command): void {
  withSettings(transport.command('add <name>'))
    .description('use one more relay, for new messages within seconds; the password is read from standard input')
    .action((name: string, options: SettingOptions) => {
      const given = settingsFrom(options);
      const { host, port } = given;
      if (host === undefined || port === undefined) throw new Error('--host and --port say where the relay is');
      const username = given.username ?? null;
      const password = username === null ? null : passwordFrom(options);
      return withToolbox(async (tools) => {
        const settings = { ...transportDefaults, ...given, host, port };
        const added = await tools.get(ManageTransports, { strict: false }).add({ name: checked('name', transportName, name), ...settings, password }, await by(tools, options));
        print(options, added, () => transportPage(added));
      });
    }); // prettier-ignore
}

function addReading(transport: Command): void {
  transport
    .command('list')
    .description('every relay with its health; those of the environment serve what no other is for')
    .option('--json', 'print JSON')
    .action((options: Options) => withToolbox(async (tools) => {
      const manage = tools.get(ManageTransports, { strict: false });
      const transports = await manage.all();
      const health = await manage.healthOfAll();
      print(options, { transports, health }, () => table(TRANSPORT_HEAD, transports.map(transportRow)));
    })); // prettier-ignore
  transport
    .command('show <name>')
    .description('one relay; its password is never shown')
    .option('--json', 'print JSON')
    .action((name: string, options: Options) => withToolbox(async (tools) => {
      const shown = await tools.get(ManageTransports, { strict: false }).read(name);
      print(options, shown, () => transportPage(shown));
    })); // prettier-ignore
}

function addChange(transport: Command): void {
  withSettings(transport.command('change <name>'))
    .option('--password', 'read a new password from standard input')
    .option('--no-user', 'sign in no more')
    .option('--no-per-second', 'as many a second as it takes')
    .option('--no-for', 'for every From domain')
    .description('change what is named; what is under way ends over the old connections')
    .action((name: string, options: SettingOptions & { password?: boolean }) => {
      const settings = settingsFrom(options);
      const isNew = options.password === true || options.passwordFile !== undefined;
      const password = isNew ? passwordFrom(options) : undefined;
      return withToolbox(async (tools) => {
        const change = { settings, ...(password !== undefined && { password }) };
        const changed = await tools.get(ManageTransports, { strict: false }).change(name, change, await by(tools, options));
        print(options, changed, () => transportPage(changed));
      });
    }); // prettier-ignore
}

function addSteering(transport: Command): void {
  const steer = (verb: 'pause' | 'resume' | 'retire', description: string): void => {
    transport
      .command(`${verb} <name>`)
      .description(description)
      .option('--by <operator>', 'address or id of the administrator who does it')
      .option('--json', 'print JSON')
      .action((name: string, options: Options) => withToolbox(async (tools) => {
        const shown = await tools.get(ManageTransports, { strict: false })[verb](name, await by(tools, options));
        print(options, shown, () => transportPage(shown));
      })); // prettier-ignore
  };
  steer('pause', 'give it nothing more until it is resumed; dialogues under way end');
  steer('resume', 'use it again');
  steer('retire', 'never use it again: its password is forgotten, its name stays taken');
}

function addTest(transport: Command): void {
  transport
    .command('test <name>')
    .description('connect, secure, sign in, and say what the relay offers; also smtp-url and notice-smtp-url')
    .option('--to <address>', 'then send one message there')
    .option('--from <address>', 'its From; needed with --to')
    .option('--json', 'print JSON')
    .action((name: string, options: Options & { to?: string; from?: string }) => {
      const { to, from } = options;
      if (to !== undefined && from === undefined) throw new Error('--to needs --from, an address the relay may send for');
      const message = to === undefined || from === undefined ? undefined : { to, from };
      return withToolbox(async (tools) => {
        const result = await tools.get(TestTransport, { strict: false }).test(name, message);
        print(options, result, () => outcomeLines(name, result).join('\n'));
        const isGood = result.probe.works && (result.outcome === null || result.outcome.kind === 'submitted');
        if (!isGood) process.exitCode = 1;
      });
    }); // prettier-ignore
}

function withSettings(command: Command): Command {
  return command
    .option('--host <host>', 'name or address, without smtp://')
    .option('--port <port>', '587, or 465 with --tls implicit', number)
    .addOption(new Option('--tls <how>', 'default: required').choices(['none', 'offered', 'required', 'implicit']))
    .option('--user <name>', 'sign in as; the password is read from standard input')
    .option('--password-file <file>', 'read the password from there')
    .addOption(new Option('--purpose <purpose...>', 'what for; default: everything').choices(transportPurposes))
    .option('--weight <shares>', 'shares of the work among those that may do it; default 10', number)
    .option('--connections <count>', 'dialogues at once, over all workers; default 5', number)
    .option('--per-second <messages>', 'over all workers; default: as many as it takes', number)
    .option('--for <domain...>', 'only for these From domains')
    .option('--insecure', 'in production: mails and the password may cross a public network in the open')
    .option('--by <operator>', 'address or id of the administrator who does it')
    .option('--json', 'print JSON');
}

/** What was said, judged field by field; what is left out is not in it. */
function settingsFrom(options: SettingOptions): Partial<TransportSettings> {
  const orNull = <T>(value: T | false | undefined): T | null | undefined => (value === false ? null : value);
  const said = {
    host: options.host,
    port: options.port,
    tls: options.tls,
    username: orNull(options.user),
    purposes: options.purpose,
    weight: options.weight,
    connections: options.connections,
    perSecond: orNull(options.perSecond),
    sendingDomains: orNull(options.for),
  };
  return Object.fromEntries(
    Object.entries(said)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [
        field,
        checked(field, transportFields[field as keyof typeof said] as z.ZodType, value),
      ]),
  );
}

/** Never from the command line itself, which every process of the machine can read. */
function passwordFrom({ passwordFile }: SettingOptions): string {
  if (passwordFile === undefined && process.stdin.isTTY) process.stderr.write('Password, then Enter and Ctrl-D: ');
  return checked('password', transportPassword, readFileSync(passwordFile ?? 0, 'utf8').replace(/\r?\n$/, ''));
}

function checked<T>(field: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`${field}: ${parsed.error.issues[0]?.message ?? 'cannot be used'}`);
  return parsed.data;
}

function number(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number');
  return Number(text);
}

async function by(tools: INestApplicationContext, options: SettingOptions) {
  const operatorId = options.by === undefined ? null : await operatorWhoMay(tools, options.by, 'administer');
  return { operatorId, mayBeInsecure: options.insecure === true };
}
