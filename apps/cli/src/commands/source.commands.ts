import type { Command } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import {
  AddSources,
  ChangeSource,
  FindSources,
  LookAtAddress,
  PollSource,
  SourceRepository,
  dispatchErrors,
  readOpml,
  type WatchedSource,
} from '@app/dispatches';
import { withToolbox } from '../toolbox.js';
import { print, table } from './print.js';
import {
  addRightsOptions,
  feedAddressFrom,
  rightsFrom,
  secondsFrom,
  slugFrom,
  type RightsOptions,
} from './source-options.js';
import { LIST_HEAD, sourcePage, sourceRow } from './source-tables.js';

interface Options {
  json?: boolean;
}

interface AddOptions extends Options, RightsOptions {
  name?: string;
  language?: string;
  folder?: string;
  every?: string;
  everyMin?: string;
  everyMax?: string;
  look: boolean;
}

/** Where dispatches come from: feeds that are watched. */
export function addSources(program: Command): void {
  const source = program.command('source').description('sources: add, list, show, poll, steer, import and export');
  addAdd(source);
  addReading(source);
  addPoll(source);
  addSteering(source);
  addLists(source);
}

/** The shortest pause anybody may ask of a publisher, and a week. */
const PAUSE = { min: 30, max: 604_800 };

function addAdd(source: Command): void {
  const add = source
    .command('add <slug> <url>')
    .description('watch a feed, or the feed a web page names; without --mail only headline, excerpt and link are used')
    .option('--name <name>', 'shown to readers as the source; default: the feed’s own title')
    .option('--language <code>', 'language of its dispatches; default: as the feed says each time')
    .option('--folder <name>', 'where it stands in a list of sources')
    .option('--every <seconds>', 'pause between two polls to begin with; it adapts')
    .option('--every-min <seconds>', 'shortest pause; default: POLL_MIN_SECONDS')
    .option('--every-max <seconds>', 'longest pause; default: POLL_MAX_SECONDS')
    .option('--no-look', 'do not fetch the address first: it is a feed')
    .option('--json', 'print JSON');
  addRightsOptions(add).action((given: string, address: string, options: AddOptions) => {
    const slug = slugFrom(given);
    const url = feedAddressFrom(address);
    const { rights, usageTerms, excerptLength, ...rest } = rightsFrom(options);
    const pauses = {
      pollSeconds: secondsFrom('every', options.every, PAUSE),
      pollMinSeconds: secondsFrom('every-min', options.everyMin, PAUSE),
      pollMaxSeconds: secondsFrom('every-max', options.everyMax, PAUSE),
    };
    return withToolbox(async (tools) => {
      const look = options.look ? await tools.get(LookAtAddress, { strict: false }).look(url) : undefined;
      const { source: added, isNew } = await tools.get(AddSources, { strict: false }).add({
        slug,
        kind: 'feed',
        url: look === undefined ? url : feedAddressFrom(look.url),
        name: options.name ?? look?.title ?? slug,
        siteUrl: look?.siteUrl,
        language: options.language,
        folder: options.folder,
        rights,
        ...(usageTerms !== null && { usageTerms }),
        ...(excerptLength !== null && { excerptLength }),
        ...rest,
        ...pauses,
      });
      print(options, { ...added, isNew, choices: look?.choices ?? [], problem: look?.problem ?? null }, () => [
        `source ${added.slug}: ${added.url ?? ''}${isNew ? '' : ' (was there already, and stays as it is)'}`,
        ...(look?.problem === undefined ? [] : [`It cannot be read now: ${look.problem.message} (${look.problem.code}) It is watched all the same.`]),
        ...(look === undefined || look.choices.length < 2 ? [] : ['The page names other feeds:', ...look.choices.slice(1).map((one) => `  ${one.url}`)]),
      ].join('\n'));
    });
  }); // prettier-ignore
}

function addReading(source: Command): void {
  source
    .command('list')
    .description('every source with its health of the last seven days')
    .option('--json', 'print JSON')
    .action((options: Options) => withToolbox(async (tools) => {
      const rows = await tools.get(FindSources, { strict: false }).all();
      print(options, rows.map(flat), () => table(LIST_HEAD, rows.map(sourceRow)));
    })); // prettier-ignore
  source
    .command('show <slug>')
    .description('one source: rights, rhythm, failures by reason, its newest polls')
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => withToolbox(async (tools) => {
      const found = await tools.get(FindSources, { strict: false }).show(slug);
      print(options, { ...flat(found), polls: found.polls }, () => sourcePage(found));
    })); // prettier-ignore
}

function addPoll(source: Command): void {
  source
    .command('poll <slug>')
    .description('fetch a feed now')
    .option('--json', 'print JSON')
    .action((slug: string, options: Options) => withToolbox(async (tools) => {
      const found = await tools.get(FindSources, { strict: false }).bySlug(slug);
      if (found.url === null) throw dispatchErrors.error('source.not_a_feed', { slug });
      if (found.state !== 'active') throw dispatchErrors.error('source.inactive', { slug, state: found.state, reason: found.stateReason });
      await tools.get(SourceRepository, { strict: false }).makeDue(found.id);
      const result = await tools.get(PollSource, { strict: false }).poll(found.id);
      print(options, result, () => WAITING[result.outcome] ?? `${result.outcome}: ${result.created} new, ${result.updated} updated, ${result.unchanged} unchanged, ${result.duplicate} known from another source, ${result.refused.length} refused`);
    })); // prettier-ignore
}

const WAITING: Readonly<Record<string, string>> = {
  host_busy: 'host_busy: another feed on its host is being fetched; a worker fetches this one after it',
  not_due: 'not_due: a worker is fetching it just now',
};

function addSteering(source: Command): void {
  const steer = (name: 'pause' | 'stop' | 'resume', description: string, done: string, undone: string): void => {
    source
      .command(`${name} <slug>`)
      .description(description)
      .option('--reason <text>', 'why, for the audit')
      .option('--json', 'print JSON')
      .action((slug: string, options: Options & { reason?: string }) => withToolbox(async (tools) => {
        const found = await tools.get(FindSources, { strict: false }).bySlug(slug);
        const changed = await tools.get(ChangeSource, { strict: false })[name](found, { operatorId: null, reason: options.reason });
        const now = await tools.get(FindSources, { strict: false }).bySlug(slug);
        print(options, { ...now, changed }, () => `source ${slug}: ${changed ? done : undone}`);
      })); // prettier-ignore
  };
  steer('pause', 'do not poll it until it is resumed', 'paused', 'was not active, and stays as it is');
  steer('stop', 'never poll it again; what it brought stays', 'stopped', 'was stopped already');
  steer('resume', 'poll it again, and now', 'is polled again', 'was active already');
  addRightsOptions(
    source
      .command('rights <slug>')
      .description('change its rights, and those of everything it brought that no operator set by hand')
      .option('--json', 'print JSON'),
  )
    .option('--no-mail', 'not in mails')
    .option('--no-archive', 'not in the archive')
    .option('--no-feed', 'not in our feeds')
    .option('--no-full-text', 'do not fetch its article pages')
    .option('--no-trusted', 'its machine status kills nothing')
    .option('--everywhere', 'the rights hold in every country')
    .option('--reason <text>', 'why, for the audit')
    .action((slug: string, options: Options & RightsOptions & { reason?: string }) => {
      const change = rightsFrom(options);
      return withToolbox(async (tools) => {
        const found = await tools.get(FindSources, { strict: false }).bySlug(slug);
        const changed = await tools.get(ChangeSource, { strict: false }).rights(found, change, { operatorId: null, reason: options.reason });
        print(options, changed, () => `source ${slug}: rights changed, and those of ${changed.dispatches} dispatches and ${changed.pictures} pictures`);
      });
    }); // prettier-ignore
}

function addLists(source: Command): void {
  source
    .command('import <file>')
    .description('watch every feed of an OPML list (- reads standard input), without any right; what is watched stays')
    .option('--json', 'print JSON')
    .action((file: string, options: Options) => {
      const list = readOpml(readFileSync(file === '-' ? 0 : file));
      return withToolbox(async (tools) => {
        const rows = await tools.get(AddSources, { strict: false }).importList(list.sources);
        print(options, rows, () => table(['outcome', 'slug', 'title', 'url', 'reason'], rows.map((row) => [row.outcome, row.slug ?? '', row.title, row.url, row.reason ?? ''])));
      });
    }); // prettier-ignore
  source
    .command('export')
    .description('every feed that is watched, as an OPML list')
    .option('--opml [file]', 'write the list to a file; default: print it')
    .option('--json', 'print JSON')
    .action((options: Options & { opml?: string | true }) => withToolbox(async (tools) => {
      const opml = await tools.get(FindSources, { strict: false }).opml();
      if (typeof options.opml === 'string') writeFileSync(options.opml, opml);
      print(options, typeof options.opml === 'string' ? { file: options.opml } : { opml }, () => typeof options.opml === 'string' ? options.opml : opml.trimEnd());
    })); // prettier-ignore
}

function flat({ source, health }: WatchedSource) {
  return { ...source, ...health };
}
