import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { ArmInstallation, type Armed, type ArmingFindings } from '@app/delivery';
import type { DisarmedCause } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { operatorWhoMay } from './operator-of.js';
import { print } from './print.js';

interface ArmOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly withoutJournal?: boolean;
  readonly by?: string;
  readonly json?: boolean;
}

const HELP = `
A database that was restored from a backup or copied submits nothing: neither editions nor notices. Before it may, this
command does again what readers withdrew since the backup, as far as the journal outside the database knows (JOURNAL_URL);
calls every delivery uncertain that was due in the hours the backup knows nothing of, because it may have been submitted;
gives up the confirmations and links that were owed then, which their readers can ask for again; and lets mail out.

Stop what this database was copied from first: two installations with the same readers mail each of them twice.
What was made in those hours is gone: sign-ups, corrections, letters, flashes. Deliveries called uncertain are listed and
decided with: colporteur edition uncertain.

With --json prints {armed, cause, disarmedAt, aliveAt, outside, unknown, uncertain, notices, withdrawals, waiting, replayed}.`;

const CAUSES: Readonly<Record<DisarmedCause, string>> = {
  copied: 'this is not the database that was armed: a copy, or a dump restored on another server or under another name',
  restored: 'this database knows less than is known outside it: an older backup was put in its place',
  unknown_history: 'the journal outside the database knows nothing of this installation',
  operator: 'an operator stopped it',
};

/** What a restored database forgot, and its right to submit again; and the emergency stop. */
export function addArming(program: Command): void {
  program
    .command('arm')
    .description('let a restored, copied or stopped installation submit again')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'only say what was found and would be done')
    .option('--without-journal', 'although nobody knows who withdrew since the backup')
    .option('--by <operator>', 'the operator who does it, by address or id')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: ArmOptions) => withToolbox((tools) => arm(tools, options)));
  program
    .command('disarm')
    .description('emergency stop: nothing leaves that is not under way already, until: colporteur arm')
    .option('--by <operator>', 'the operator who does it, by address or id')
    .option('--json', 'print JSON')
    .action((options: ArmOptions) => withToolbox(async (tools) => {
      const isNew = await tools.get(ArmInstallation, { strict: false }).disarm(await operator(tools, options));
      print(options, { disarmed: true, isNew }, () => (isNew ? 'Nothing leaves from now on.' : 'It was disarmed already.'));
    })); // prettier-ignore
}

async function arm(tools: INestApplicationContext, options: ArmOptions): Promise<void> {
  const arming = tools.get(ArmInstallation, { strict: false });
  const operatorId = await operator(tools, options);
  const withoutJournal = options.withoutJournal === true;
  const found = await arming.look({ withoutJournal });
  const isSettled = found.cause === null || options.dryRun === true;
  if (isSettled || !(await isWanted(found, options))) {
    print(options, { armed: found.cause === null, ...found }, () => sheet(found).join('\n'));
    if (!isSettled) process.exitCode = 1;
    return;
  }
  const armed = await arming.arm({ operatorId, withoutJournal });
  print(options, { armed: true, ...(armed ?? found) }, () => (armed === undefined ? sheet(found) : done(armed)).join('\n'));
} // prettier-ignore

async function operator(tools: INestApplicationContext, { by }: ArmOptions): Promise<string | null> {
  return by === undefined ? null : operatorWhoMay(tools, by, 'administer');
}

/** On a terminal somebody is shown what was found and asked; a script says --yes. */
async function isWanted(found: ArmingFindings, options: ArmOptions): Promise<boolean> {
  if (options.yes === true) return true;
  if (options.json === true || !process.stdin.isTTY) {
    process.stderr.write('Nothing was done. With --yes it is.\n');
    return false;
  }
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await line.question(`${sheet(found).join('\n')}\n\nArm it? Type yes: `);
    return answer.trim() === 'yes';
  } finally {
    line.close();
  }
}

function sheet(found: ArmingFindings): string[] {
  if (found.cause === null) return ['It is armed, and nothing speaks against it.'];
  const { unknown, outside, waiting } = found;
  return [
    `disarmed     ${found.disarmedAt?.toISOString() ?? 'no worker has looked yet'}: ${CAUSES[found.cause]}`,
    `last sign    ${found.aliveAt.toISOString()} in this database (${age(found.aliveAt, found.now)} old)`,
    `outside it   ${outside === null ? 'nothing is known' : outside.aliveAt.toISOString()}`,
    ...(unknown === null
      ? ['nothing is unknown: it goes on where it stood']
      : [
          `unknown      ${unknown.began.toISOString()} to ${unknown.ended.toISOString()}`,
          `withdrawals  ${found.withdrawals} in the journal, to be done again`,
          `uncertain    ${found.uncertain} deliveries that were due then; whatever is written later for that time too`,
          `given up     ${found.notices} notices that may have been sent`,
        ]),
    `would leave  ${waiting.deliveries} copies of ${waiting.editions} editions, at once or at their hour; ${waiting.notices} notices`,
  ];
}

function done({ unknown, uncertain, notices, replayed }: Armed): string[] {
  if (unknown === null) return ['Armed.'];
  const { ended, paused, suppressed, erased, measures } = replayed;
  return [
    'Armed.',
    `again        ${ended} subscriptions ended, ${paused} paused, ${suppressed} addresses suppressed, ${erased} readers erased, ${measures} consents to measuring withdrawn`,
    `uncertain    ${uncertain} deliveries (colporteur edition uncertain)`,
    `given up     ${notices} notices`,
    'What was made in the unknown hours is gone: sign-ups, corrections, letters and flashes.',
  ];
}

function age(since: Date, now: Date): string {
  const minutes = Math.round((now.getTime() - since.getTime()) / 60_000);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
