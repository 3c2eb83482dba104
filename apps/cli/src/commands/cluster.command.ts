import { InvalidArgumentError, type Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import {
  ChangeClusters,
  ClusterDispatches,
  DEFAULT_CLUSTER_SETTINGS,
  ShowClusters,
  clusterDispatches,
  dispatchErrors,
  readClusterItems,
  readClusterLog,
  readClusterSettings,
  replay,
  settingsHash,
  type ClusterSettings,
} from '@app/dispatches';
import { withToolbox } from '../toolbox.js';
import { clusterLines, reportClustering, reportStanding, type ClusterReport } from './cluster-report.js';
import { print } from './print.js';

interface Options {
  language?: string;
  since: Date;
  explain?: boolean;
  dryRun?: boolean;
  settings?: string;
  file?: string;
  log?: string;
  split?: string[];
  merge?: string[];
  json?: boolean;
}

const HELP = `
Without --file and --log it works on the database: it places what nobody placed yet and shows the clusters.

--file takes a JSON list of {id, language, headline, standfirst, publishedAt, source} (also as "items" of an object, or
one such object a line). language may be left out (then it is found from all texts without one), standfirst, publishedAt and source too.

--json prints
  settings   hash of the weights and thresholds
  clusters   list, in the order they were opened: {id, language, size, members}; one that tells its event alone is a
             cluster of size 1. members by time: {id, source, publishedAt, headline, kind, score, because}
             kind     opened | joined, split | merged when an operator did it
             score    0 to 1, of one that joined
             because  with --explain: {with, words, names, countries, numbers} shared with its nearest
  decisions  with --explain, the log in the order it was made: {id, language, source, publishedAt, kind, cluster, score,
             merged: [{cluster, link, mean}], comparisons: [{id, with, evidence}]}, evidence: {words, names, countries,
             numbers, hours, sameSource, against, because}. --log reads it again and decides it anew.

--settings takes JSON with any of
  ${JSON.stringify(DEFAULT_CLUSTER_SETTINGS)}
`;

/** `dispatch cluster`: what tells one event, and why. */
export function addCluster(dispatch: Command): void {
  dispatch
    .command('cluster')
    .description('which dispatches tell one event: place them, show them, split and merge them')
    .option('--language <code>', 'one language only; left out: every one that has dispatches')
    .option('--since <when>', 'first seen since then: 48h, 3d or an instant', since, since('72h'))
    .option('--explain', 'with the reasons, and the log of decisions')
    .option('--dry-run', 'cluster the texts of the database anew and write nothing')
    .option('--settings <file>', 'other weights and thresholds, as JSON; with --dry-run, --file or --log')
    .option('--file <file>', 'dispatches from a file instead of the database; - reads standard input')
    .option('--log <file>', 'decide a printed log again, without texts or database; - reads standard input')
    .option('--split <id...>', 'dispatches of one cluster that tell another event: into a cluster of their own')
    .option('--merge <id...>', 'clusters that tell one event: into the oldest of them')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const sure = [options.file, options.log, options.split, options.merge].filter((given) => given !== undefined);
  if (sure.length > 1) throw dispatchErrors.error('cluster.one_thing');
  const isOffline = options.file !== undefined || options.log !== undefined;
  if (options.settings !== undefined && !isOffline && options.dryRun !== true)
    throw dispatchErrors.error('cluster.settings_stay');
  if (isOffline) {
    show(options, offline(options));
    return;
  }
  await withToolbox(async (tools) => {
    if (options.split !== undefined || options.merge !== undefined) await change(tools, options);
    else show(options, await standing(tools, options));
  });
}

function show(options: Options, report: ClusterReport): void {
  print(options, report, () => clusterLines(report));
}

function offline(options: Options): ClusterReport {
  const settings = settingsOf(options);
  const about = { explain: options.explain === true, settings: settingsHash(settings) };
  if (options.log !== undefined) {
    const log = readClusterLog(read(options.log)).filter(({ language }) => isWanted(options, language));
    return reportClustering(replay(log, settings), [], about);
  }
  const items = readClusterItems(read(options.file ?? '-')).filter(({ language }) => isWanted(options, language));
  return reportClustering(clusterDispatches(items, settings), items, about);
}

function isWanted(options: Options, language: string): boolean {
  return (
    options.language === undefined || language.toLowerCase().split(/[-_]/, 1)[0] === options.language.toLowerCase()
  );
}

async function standing(tools: INestApplicationContext, options: Options): Promise<ClusterReport> {
  const shown = tools.get(ShowClusters, { strict: false });
  const languages = options.language === undefined ? await shown.languages(options.since) : [options.language];
  const settings = settingsOf(options);
  const about = { explain: options.explain === true, settings: settingsHash(settings) };
  const reports: ClusterReport[] = [];
  for (const language of languages) {
    if (options.dryRun === true) {
      const texts = await shown.texts(language, options.since);
      reports.push(reportClustering(clusterDispatches(texts, settings), texts, about));
      continue;
    }
    await place(tools, language);
    reports.push(reportStanding(await shown.standing(language, options.since), about));
  }
  return {
    settings: about.settings,
    clusters: reports.flatMap(({ clusters }) => clusters),
    ...(about.explain ? { decisions: reports.flatMap(({ decisions }) => decisions ?? []) } : {}),
  };
}

/** Rounds until nothing is left to place; a language that another process is at is shown as it is. */
async function place(tools: INestApplicationContext, language: string): Promise<void> {
  const clusters = tools.get(ClusterDispatches, { strict: false });
  for (;;) {
    const { outcome, opened, joined } = await clusters.cluster(language);
    if (outcome !== 'placed' || opened + joined === 0) return;
  }
}

async function change(tools: INestApplicationContext, options: Options): Promise<void> {
  const clusters = tools.get(ChangeClusters, { strict: false });
  const changed =
    options.split === undefined ? await clusters.merge(options.merge ?? []) : await clusters.split(options.split);
  print(options, changed, () => `${changed.clusterId}: ${changed.dispatchIds.length} dispatches\n${changed.dispatchIds.join('\n')}`); // prettier-ignore
}

function settingsOf({ settings }: Options): ClusterSettings {
  return settings === undefined ? DEFAULT_CLUSTER_SETTINGS : readClusterSettings(read(settings));
}

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw dispatchErrors.error('cluster.no_file', { file }, { cause });
  }
}

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

function since(text: string): Date {
  const [, count, unit] = /^(\d{1,4})([hd])$/.exec(text) ?? [];
  if (count !== undefined) return new Date(Date.now() - Number(count) * (UNITS[unit ?? 'h'] ?? 0));
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()))
    throw new InvalidArgumentError('48h, 3d or an instant such as 2026-03-10T06:00Z');
  return instant;
}
