import type { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { ManageWarmUps, ReadPace, paceErrors, type PaceReport, type WarmUpShown, type WayPace } from '@app/delivery';
import { withToolbox } from '../toolbox.js';
import { operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface Options {
  json?: boolean;
  by?: string;
}

interface StartOptions extends Options {
  transport?: string;
  first: number;
  factor: number;
  days: number;
}

/** How gentle we are with mailbox providers, and with what a new sending domain begins. */
export function addPace(program: Command): void {
  const pace = program.command('pace').description('mailbox providers: what is under way, what is held back and why');
  addShow(pace);
  addResume(pace);
  addWarmUp(program.command('warm-up').description('begin with few messages a day from a sending domain nobody knows yet'));
} // prettier-ignore

function addShow(pace: Command): void {
  pace
    .command('show')
    .description('by transport and provider: connections in use and allowed, what holds them back; messages today')
    .option('--json', 'print JSON')
    .action((options: Options) => withToolbox(async (tools) => {
      const report = await tools.get(ReadPace, { strict: false }).report();
      print(options, report, () => sheet(report));
    })); // prettier-ignore
}

function addResume(pace: Command): void {
  pace
    .command('resume <transport> <provider>')
    .description('forget what a provider said of a transport, and go on at the usual pace; provider *: the transport as a whole') // prettier-ignore
    .option('--by <operator>', 'address or id of the administrator who does it')
    .option('--json', 'print JSON')
    .action((transport: string, provider: string, options: Options) => withToolbox(async (tools) => {
      const reader = tools.get(ReadPace, { strict: false });
      if (!(await reader.resume(transport, provider, await by(tools, options))))
        throw paceErrors.error('pace.not_held_back', { transport, provider });
      print(options, { transport, provider, resumed: true }, () => `${provider} gets mail over ${transport} as usual, within seconds`);
    })); // prettier-ignore
}

function addWarmUp(warmUp: Command): void {
  warmUp
    .command('start <domain>')
    .description('limit what leaves with this From domain, day by day; the same readers first. Who is not in today goes by another transport, or not at all') // prettier-ignore
    .option('--transport <name>', 'only over this one; other readers stay with the others')
    .option('--first <messages>', 'on the first day', Number, 500)
    .option('--factor <number>', 'each day so many times the day before', Number, 1.6)
    .option('--days <days>', 'then there is no limit', Number, 30)
    .option('--by <operator>', 'address or id of the administrator who does it')
    .option('--json', 'print JSON')
    .action((domain: string, options: StartOptions) => withToolbox(async (tools) => {
      const { first, factor, days, transport = null } = options;
      const operatorId = await by(tools, options);
      const shown = await tools.get(ManageWarmUps, { strict: false }).start({ domain, transport, first, factor, days, operatorId });
      print(options, shown, () => warmUps([shown]));
    })); // prettier-ignore
  warmUp
    .command('show')
    .description('the domains, today’s cap and what has left')
    .option('--json', 'print JSON')
    .action((options: Options) => withToolbox(async (tools) => {
      const shown = await tools.get(ManageWarmUps, { strict: false }).all();
      print(options, shown, () => warmUps(shown));
    })); // prettier-ignore
  warmUp
    .command('stop <domain>')
    .description('no limit any more')
    .option('--by <operator>', 'address or id of the administrator who does it')
    .option('--json', 'print JSON')
    .action((domain: string, options: Options) => withToolbox(async (tools) => {
      await tools.get(ManageWarmUps, { strict: false }).stop(domain, await by(tools, options));
      print(options, { domain, stopped: true }, () => `${domain} has no limit any more, within seconds`);
    })); // prettier-ignore
}

function sheet({ ways, sentToday }: PaceReport): string {
  const rows = ways.map((way) => [way.transport, way.provider, `${way.held}${way.wanted > way.held ? ` (wants ${way.wanted})` : ''}`, way.allowed === null ? 'the transport’s' : String(way.allowed), heldBack(way)]); // prettier-ignore
  const sent = sentToday.map(({ domain, provider, messages }) => [domain, provider, String(messages)]);
  return [
    rows.length === 0 ? 'nothing is under way, and nothing is held back' : table(['transport', 'provider', 'in use', 'allowed', 'held back'], rows),
    ...(sent.length === 0 ? [] : [table(['from', 'provider', 'messages today (UTC)'], sent)]),
  ].join('\n\n');
} // prettier-ignore

function heldBack({ suspendedUntil, slowedUntil, perSecond, reason }: WayPace): string {
  if (reason === null) return '';
  const now = Date.now();
  const until = (instant: Date | null): string => instant?.toISOString() ?? '';
  if (suspendedUntil !== null && suspendedUntil.getTime() > now) return `nothing until ${until(suspendedUntil)}: ${reason}`; // prettier-ignore
  const isSlow = slowedUntil !== null && slowedUntil.getTime() > now;
  return `${Math.round((perSecond ?? 0) * 60)} a minute${isSlow ? ` until ${until(slowedUntil)}` : ', doubling'}: ${reason}`; // prettier-ignore
}

function warmUps(shown: readonly WarmUpShown[]): string {
  if (shown.length === 0) return 'no domain is being warmed up';
  const rows = shown.map(({ domain, transport, startedOn, caps, day, cap, sentToday, endedAt }) => [
    domain,
    transport ?? 'all',
    startedOn,
    String(caps.length),
    endedAt === null ? `${day}: ${sentToday} of ${cap ?? 'as many as there are'}` : `stopped ${endedAt.toISOString()}`,
  ]);
  return table(['from', 'transport', 'began', 'days', 'today (UTC)'], rows);
}

function by(tools: INestApplicationContext, options: Options): Promise<string | null> {
  return options.by === undefined ? Promise.resolve(null) : operatorWhoMay(tools, options.by, 'administer');
}
