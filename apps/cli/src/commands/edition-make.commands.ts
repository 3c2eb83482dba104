import { InvalidArgumentError, type Command } from 'commander';
import { readFileSync } from 'node:fs';
import { stdin } from 'node:process';
import { text as readStream } from 'node:stream/consumers';
import type { INestApplicationContext } from '@nestjs/common';
import { StartEdition } from '@app/delivery';
import {
  AssembleEdition,
  ClaimEditions,
  EditionRepository,
  MakeCorrection,
  MakeFlash,
  MakeLetter,
  NewsletterRepository,
  ReleaseEdition,
  type Edition,
  type Newsletter,
} from '@app/editions';
import { SoloMode, type Right } from '@app/operators';
import { Clock, Database } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { dayArgument, editionNamed, newsletterNamed } from './edition-named.js';
import { showEdition } from './edition-status.command.js';
import { operatorOf, operatorWhoMay } from './operator-of.js';
import { print, table } from './print.js';

interface MakeOptions {
  readonly send?: boolean;
  readonly by?: string;
  readonly json?: boolean;
}
interface LetterOptions extends MakeOptions {
  readonly subject: string;
  readonly preheader?: string;
  readonly file: string;
  readonly signature: string;
  readonly at?: Date;
}
interface FlashOptions extends MakeOptions {
  readonly dispatch: readonly string[];
  readonly family?: boolean;
  readonly text?: string;
  readonly signature?: string;
}
interface CorrectOptions extends MakeOptions {
  readonly kind?: string;
  readonly dispatch: string;
  readonly explanation: string;
  readonly headline?: string;
  readonly signature?: string;
  readonly wrong?: readonly number[];
}

const SEND = `
Where the newsletter asks for approval, this is one, and preflight refuses it as the desk does. Where the newsletter sends
by itself, preflight holds what would be broken for its readers, as it does each morning.`;

/** Editions that a person makes outside the calendar: a letter, a flash, a correction, an extra digest. */
export function addEditionMaking(edition: Command): void {
  addLetter(edition);
  addFlash(edition);
  addCorrect(edition);
  made(edition.command('send <newsletter>'))
    .description('assemble, approve and send an extra edition of today now; the running worker submits it')
    .addHelpText('after', SEND)
    .action((slug: string, options: MakeOptions) =>
      withToolbox(async (tools) => {
        const newsletter = await newsletterNamed(tools, slug);
        const by = await maker(tools, { ...options, send: true }, { right: 'edit', of: [newsletter] });
        const editionId = await tools.get(ClaimEditions, { strict: false }).claimNow(newsletter, 'digest', { createdBy: by });
        await tools.get(AssembleEdition, { strict: false }).assemble(editionId);
        await release(tools, editionId, by);
        await show(tools, [{ newsletter, editionId }], options);
      }),
    ); // prettier-ignore
}

function addLetter(edition: Command): void {
  sent(made(edition.command('letter <newsletter>')))
    .description('make an edition of hand-written text, with no digest; proposed to the desk, or sent')
    .requiredOption('--subject <text>', 'of the mail, and the title above the letter')
    .option('--preheader <text>', 'what mail programs show behind the subject')
    .requiredOption('--file <file>', 'the letter in Markdown; - reads standard input')
    .requiredOption('--signature <name>', 'who speaks')
    .option('--at <instant>', 'when it is due, such as 2026-11-22T07:00:00+01:00; left out: now', instantArgument)
    .action((slug: string, { subject, preheader, signature, file, at: dueAt, ...options }: LetterOptions) =>
      withToolbox(async (tools) => {
        const newsletter = await newsletterNamed(tools, slug);
        const by = await maker(tools, options, { right: 'edit', of: [newsletter] });
        const words = { subject, preheader, signature, markdown: await textOf(file) };
        const editionId = await tools.get(MakeLetter, { strict: false }).make({ ...words, newsletter, dueAt, by });
        await finish(tools, [{ newsletter, editionId }], { by, options });
      }),
    );
}

function addFlash(edition: Command): void {
  sent(made(edition.command('flash <newsletter>')))
    .description('make an edition of one to three dispatches that do not wait for the calendar')
    .requiredOption('--dispatch <id>', 'the most important first; may be repeated', collected, [])
    .option('--family', 'also for the sister newsletters: each gets the dispatches in its language')
    .option('--text <file>', 'hand-written text above them, in Markdown; - reads standard input')
    .option('--signature <name>', 'who speaks in the text')
    .action((slug: string, { dispatch: dispatches, family, text, signature = '', ...options }: FlashOptions) =>
      withToolbox(async (tools) => {
        const newsletter = await newsletterNamed(tools, slug);
        const newsletters =
          family === true
            ? await tools.get(NewsletterRepository, { strict: false }).familyOf(newsletter)
            : [newsletter];
        const by = await maker(tools, options, { right: 'flash', of: newsletters });
        const words = text === undefined ? {} : { text: { markdown: await textOf(text), signature } };
        const flash = { newsletters, dispatches: [...dispatches], ...words, by };
        await finish(tools, await tools.get(MakeFlash, { strict: false }).make(flash), { by, options });
      }),
    );
}

function addCorrect(edition: Command): void {
  sent(made(edition.command('correct <edition> [date]')))
    .description('make a correction for those, and only those, who were sent the error')
    .option('--kind <kind>', 'of the edition that held the error, where it is not the day’s digest: flash-2')
    .requiredOption('--dispatch <id>', 'the dispatch that was wrong')
    .requiredOption('--explanation <text>', 'what was wrong and what is right, in Markdown')
    .option('--headline <text>', 'the right one; left out: the dispatch’s present one')
    .option('--wrong <version>', 'a wrong version of the dispatch, may be repeated; left out: all before the present one', versions)
    .option('--signature <name>', 'who speaks; left out: the brand’s name')
    .action((name: string, date: string | undefined, given: CorrectOptions) =>
      withToolbox(async (tools) => {
        const { kind, dispatch, explanation, headline: correctedHeadline, wrong, signature, ...options } = given;
        const day = date === undefined ? undefined : dayArgument(date);
        const { newsletterId } = await editionNamed(tools, { edition: name, date: day, kind });
        const newsletter = await tools.get(NewsletterRepository, { strict: false }).known(tools.get(Database), newsletterId);
        const by = await maker(tools, options, { right: 'edit', of: [newsletter] });
        const words = { dispatch, explanation, correctedHeadline, signature, versions: wrong === undefined ? undefined : [...wrong] };
        const editionId = await tools.get(MakeCorrection, { strict: false }).make({ ...words, newsletter, by });
        await finish(tools, [{ newsletter, editionId }], { by, options });
      }),
    );
} // prettier-ignore

function made(command: Command): Command {
  return command.option('--by <operator>', 'who makes it: address or id').option('--json', 'print JSON');
}

function sent(command: Command): Command {
  return command.option('--send', 'approve it at once, under the newsletter’s rule of approvals');
}

/** Whoever makes it needs the right for each newsletter, and whoever also sends it has to be somebody who may approve. */
async function maker(
  tools: INestApplicationContext,
  { by, send }: MakeOptions,
  { right, of }: { right: Right; of: readonly Newsletter[] },
): Promise<string | null> {
  if (by === undefined) return null;
  for (const { id } of of) {
    await operatorWhoMay(tools, by, { right, newsletter: id });
    if (send === true) await operatorWhoMay(tools, by, { right: 'approve', newsletter: id });
  }
  return operatorOf(tools, by);
}

interface Made {
  readonly newsletter: Newsletter;
  readonly editionId: string;
}

async function finish(
  tools: INestApplicationContext,
  editions: readonly Made[],
  { by, options }: { by: string | null; options: MakeOptions },
): Promise<void> {
  if (options.send === true) for (const { editionId } of editions) await release(tools, editionId, by);
  await show(tools, editions, options);
}

/** Approved, and started where it is due: the worker would look within seconds. */
async function release(tools: INestApplicationContext, editionId: string, by: string | null): Promise<void> {
  const state = await tools.get(ReleaseEdition, { strict: false }).release(editionId, {
    by,
    isAlone: await tools.get(SoloMode, { strict: false }).holds(),
  });
  const edition = await tools.get(EditionRepository, { strict: false }).byId(tools.get(Database), editionId);
  const isDue = edition !== undefined && edition.dueAt <= tools.get(Clock).now();
  if (state === 'frozen' && isDue) await tools.get(StartEdition, { strict: false }).start(editionId);
}

/** One as `edition status` shows it; several of a family in a table. */
async function show(tools: INestApplicationContext, made: readonly Made[], options: MakeOptions): Promise<void> {
  const [only, ...others] = made;
  if (only !== undefined && others.length === 0) {
    await showEdition(tools, only.editionId, options);
    return;
  }
  const editions: Edition[] = [];
  for (const { editionId } of made) editions.push(await editionNamed(tools, { edition: editionId }));
  print(options, { editions }, () =>
    table(
      ['newsletter', 'edition', 'dated', 'state', 'due'],
      editions.map((edition, at) => [made[at]?.newsletter.slug ?? '', ...line(edition)]),
    ),
  );
}

function line({ id, editionDate, kind, sequence, state, dueAt }: Edition): string[] {
  return [id, `${editionDate} ${kind}-${sequence}`, state, dueAt.toISOString()];
}

async function textOf(file: string): Promise<string> {
  return file === '-' ? readStream(stdin) : readFileSync(file, 'utf8');
}

function collected(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function versions(value: string, before: readonly number[] = []): number[] {
  if (!/^\d{1,6}$/.test(value)) throw new InvalidArgumentError(`given ${value}; expected: a version such as 2`);
  return [...before, Number(value)];
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;

function instantArgument(text: string): Date {
  const at = new Date(text);
  if (!INSTANT.test(text) || Number.isNaN(at.getTime()))
    throw new InvalidArgumentError(
      `given ${text}; expected: an instant with its offset, such as 2026-11-22T07:00:00+01:00`,
    );
  // The 30th of February would be the 2nd of March.
  dayArgument(text.slice(0, 10));
  return at;
}
