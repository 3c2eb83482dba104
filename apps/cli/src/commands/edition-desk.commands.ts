import { InvalidArgumentError, type Command } from 'commander';
import { readFileSync } from 'node:fs';
import { stdin } from 'node:process';
import { text as readStream } from 'node:stream/consumers';
import type { INestApplicationContext } from '@nestjs/common';
import { ChangeProposal, ReadProposal, editionErrors, readActs, type ProposalView } from '@app/editions';
import { withToolbox } from '../toolbox.js';
import { dayArgument, editionNamed } from './edition-named.js';
import { operatorWhoMay } from './operator-of.js';
import { print } from './print.js';
import { diffSheet, proposalJson, proposalSheet } from './proposal-sheet.js';

interface DeskOptions {
  readonly kind?: string;
  readonly json?: boolean;
}
interface ActOptions extends DeskOptions {
  readonly by?: string;
  readonly ifVersion?: number;
}
interface PlaceOptions {
  readonly position?: number;
  readonly section?: string;
}
interface Words {
  readonly title?: string;
  readonly text?: string;
  readonly link?: string;
  readonly linkLabel?: string;
  readonly advertiser?: string;
  readonly signature?: string;
  readonly file?: string;
}

const HELP = `
<edition> is an id, or a newsletter followed by the day its edition is dated. A block is named by its position (counted
from 0), its id or its dispatch's id, as \`edition proposal\` shows them. What is changed is the version that \`edition
proposal\` showed where --if-version says it, else the present one; a change that came in between is refused with
edition.changed_meanwhile. With --json an act prints {editionId, version, state, changed, approvalTakenBack, added}.`;

/** What an editor does to a proposal, one act a command, or a list of acts from a file. */
export function addEditionDesk(edition: Command): void {
  addLooking(edition);
  addPlacing(edition);
  addWriting(edition);
}

function addLooking(edition: Command): void {
  named(edition.command('proposal')).description('what an edition is to hold, why, and what to know before approving it')
    .action(looking(async (tools, id, options) => {
      const view = await tools.get(ReadProposal, { strict: false }).read(id);
      print(options, proposalJson(view), () => proposalSheet(view));
    }));
  named(edition.command('diff')).description('what the desk made of the machine’s proposal')
    .action(looking(async (tools, id, options) => {
      const diff = await tools.get(ReadProposal, { strict: false }).diff(id);
      print(options, diff, () => diffSheet(diff));
    }));
  act(edition.command('acts'), 'do the acts of a file, all of them or none')
    .requiredOption('--file <file>', 'JSON: an act as the API takes it, or a list; - reads standard input')
    .action(acting<{ file: string }>(async ({ file }) => parsed(await contentOf(file))));
} // prettier-ignore

function addPlacing(edition: Command): void {
  act(edition.command('pin'), 'leave a block where it is when the edition is assembled again')
    .requiredOption('--block <block>', 'which')
    .action(acting<{ block: string }>(({ block }, view) => ({ act: 'pin', block: blockOf(view, block) })));
  act(edition.command('unpin'), 'give a block back to the machine')
    .requiredOption('--block <block>', 'which')
    .action(acting<{ block: string }>(({ block }, view) => ({ act: 'unpin', block: blockOf(view, block) })));
  act(edition.command('exclude'), 'take a dispatch out of the edition, for good')
    .requiredOption('--block <block>', 'which')
    .requiredOption('--reason <text>', 'why, for whoever asks tomorrow')
    .action(acting<{ block: string; reason: string }>(({ block, reason }, view) => ({ act: 'exclude', block: blockOf(view, block), reason })));
  place(act(edition.command('include'), 'put a dispatch in, from the shelf or left out before'))
    .requiredOption('--dispatch <id>', 'its id')
    .action(acting<PlaceOptions & { dispatch: string }>(({ dispatch, position, section }) => ({ act: 'include', dispatch, position, section })));
  place(act(edition.command('move'), 'move a block to a position, a section or both'))
    .requiredOption('--block <block>', 'which')
    .action(acting<PlaceOptions & { block: string }>(({ block, position, section }, view) => ({ act: 'move', block: blockOf(view, block), position, section })));
  act(edition.command('reorder'), 'put all blocks into another order')
    .requiredOption('--blocks <list>', 'every block exactly once, comma-separated')
    .action(acting<{ blocks: string }>(({ blocks }, view) => ({ act: 'reorder', blocks: blocks.split(',').map((one) => blockOf(view, one.trim())) })));
  act(edition.command('remove'), 'take out a text, a promotion or a sponsor')
    .requiredOption('--block <block>', 'which')
    .action(acting<{ block: string }>(({ block }, view) => ({ act: 'remove', block: blockOf(view, block) })));
} // prettier-ignore

function addWriting(edition: Command): void {
  act(edition.command('rewrite'), 'write a dispatch’s headline or standfirst anew, in this edition alone')
    .requiredOption('--block <block>', 'which')
    .option('--headline <text>', 'empty: its own again')
    .option('--standfirst <text>', 'empty: its own again')
    .action(acting<{ block: string; headline?: string; standfirst?: string }>(({ block, headline, standfirst }, view) => ({ act: 'rewrite', block: blockOf(view, block), headline, standfirst })));
  place(act(edition.command('text'), 'add a hand-written, signed text, or change one'))
    .option('--block <block>', 'the one to change; left out: a new one')
    .option('--file <file>', 'Markdown; - reads standard input')
    .option('--signature <name>', 'who speaks')
    .option('--title <text>', 'above it')
    .action(acting<PlaceOptions & Words & { block?: string }>(async ({ block, file, title, signature, position, section }, view) => {
      const markdown = file === undefined ? undefined : await contentOf(file);
      if (block !== undefined) return { act: 'edit_text', block: blockOf(view, block), title, markdown, signature };
      return { act: 'add_text', title, markdown: markdown ?? '', signature: signature ?? '', position, section };
    }));
  insertion(act(edition.command('promotion'), 'add one of the house’s own promotions, in this edition alone'))
    .action(acting<PlaceOptions & Words>((words) => ({ act: 'add_promotion', ...insertionOf(words) })));
  insertion(act(edition.command('sponsor'), 'add an advertisement, in this edition alone; its label is the product’s'))
    .requiredOption('--advertiser <name>', 'who pays')
    .action(acting<PlaceOptions & Words>((words) => ({ act: 'add_sponsor', ...insertionOf(words), advertiser: words.advertiser ?? '' })));
  act(edition.command('head'), 'write the subject and the preheader')
    .option('--subject <text>', 'empty: the machine’s again')
    .option('--preheader <text>', 'empty: the machine’s again')
    .action(acting<{ subject?: string; preheader?: string }>(({ subject, preheader }) => ({ act: 'set_head', subject, preheader })));
} // prettier-ignore

export function named(command: Command): Command {
  return command
    .argument('<edition>', 'an id, or a newsletter')
    .argument('[date]', 'the day it is dated, such as 2026-11-22', dayArgument)
    .option('--kind <kind>', 'where it is not the day’s digest: flash-2')
    .option('--json', 'print JSON');
}

function act(command: Command, description: string): Command {
  return versioned(named(command).description(description)).addHelpText('after', HELP);
}

/** Who acts, and what they looked at. */
export function versioned(command: Command): Command {
  return command
    .option('--by <operator>', 'who does it: address or id')
    .option('--if-version <number>', 'the version that was looked at; left out: the present one', wholeNumber);
}

function place(command: Command): Command {
  return command
    .option('--position <number>', 'counted from 0', wholeNumber)
    .option('--section <slug>', 'one of the newsletter’s sections');
}

function insertion(command: Command): Command {
  return place(command)
    .requiredOption('--title <text>', 'what it is about')
    .option('--text <text>', 'a short paragraph')
    .requiredOption('--link <address>', 'where it leads, http or https')
    .requiredOption('--link-label <text>', 'what the link says');
}

function insertionOf({ title = '', text = '', link = '', linkLabel = '', position, section }: PlaceOptions & Words) {
  return { title, text, link, linkLabel, position, section };
}

type Looked = (name: string, date: string | undefined, options: DeskOptions) => Promise<void>;

function looking(look: (tools: INestApplicationContext, id: string, options: DeskOptions) => Promise<void>): Looked {
  return (name, date, options) =>
    withToolbox(async (tools) => {
      const { id } = await editionNamed(tools, { edition: name, date, kind: options.kind });
      await look(tools, id, options);
    });
}

/** A command that is one act, or several; blocks are found in the very version that is then changed. */
function acting<Options extends object>(
  made: (options: Options, view: ProposalView) => unknown,
): (name: string, date: string | undefined, options: Options & ActOptions) => Promise<void> {
  return (name, date, options) =>
    withToolbox(async (tools) => {
      const { id } = await editionNamed(tools, { edition: name, date, kind: options.kind });
      const by = options.by === undefined ? null : await operatorWhoMay(tools, options.by, { right: 'edit', edition: id });
      const view = await tools.get(ReadProposal, { strict: false }).read(id);
      const acts = readActs(await made(options, view));
      const version = options.ifVersion ?? view.edition.proposalVersion;
      const change = await tools.get(ChangeProposal, { strict: false }).apply(id, { acts, version, by });
      const { state, changed, approvalTakenBack } = change;
      print(options, change, () => `${changed ? 'changed' : 'it was so already'}: version ${change.version}, ${state}${approvalTakenBack ? '; to be approved anew' : ''}`);
    });
} // prettier-ignore

/**
 * By position, id or dispatch.
 *
 * @throws `edition.unknown_block`
 */
function blockOf({ blocks }: ProposalView, given: string): string {
  const found = blocks.find(({ id, dispatchId, position }) => [id, dispatchId, String(position)].includes(given));
  if (found === undefined) throw editionErrors.error('edition.unknown_block', { block: given });
  return found.id;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Error(`the file holds no JSON: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
}

async function contentOf(file: string): Promise<string> {
  return file === '-' ? readStream(stdin) : readFileSync(file, 'utf8');
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`given ${text}; expected: a number from 0 on`);
  return Number(text);
}
