import type { BlockKind, BlockRole, BlockTag, FormatTag } from './elements.js';
import { ITEM, LIST, PARAGRAPH, ROOM } from './elements.js';
import { RunWriter } from './run-writer.js';

interface Block extends BlockRole {
  /** As the input calls it; empty: nobody wrote it, and no end tag ends it. */
  readonly name: string;
  isWritten: boolean;
}

/** Deeper than any article; browsers stop at 512, and what they do then has made safe markup unsafe elsewhere. */
const MAX_NESTING = 50;

/**
 * Builds the blocks of a text from what a reader tells it. What it writes is its own: literal tags from the allow-list,
 * well nested, each where the HTML Standard lets it stand (lines hold no blocks, items are in lists, formatting is
 * inside the innermost block), and escaped text. So every parser reads the same tree from it, and reading it again
 * writes it again. Blocks and formatting are written when the first visible character comes, so none is empty.
 */
export class MarkupWriter extends RunWriter {
  readonly #blocks: Block[] = [];
  /** For each of them what text there stands in, rooms left aside: itself or one further out. */
  readonly #holders: (Block | undefined)[] = [];
  readonly #openNames = new Map<string, number>();
  /** How many of the blocks have had their chance to be written. */
  #placed = 0;
  #writtenDepth = 0;

  openBlock(name: string, role: BlockRole): void {
    this.#boundary();
    if (this.#isInEmptyHeading() && (role.kind === 'room' || role.tag === 'p')) {
      // "<h2><div>…": the heading is meant.
      this.#push(name, ROOM);
      return;
    }
    this.#endLine();
    if (role.kind === 'item') this.#endItem();
    else this.#endImpliedList();
    if (this.#writtenDepth >= MAX_NESTING) {
      this.#push(name, ROOM);
      return;
    }
    if (role.kind === 'item' && this.#holder() !== 'list') this.#push('', LIST);
    if ((role.kind === 'line' || role.kind === 'quote') && this.#holder() === 'list') this.#push('', ITEM);
    this.#push(name, role);
  }

  closeBlock(name: string): void {
    this.#boundary();
    if ((this.#openNames.get(name) ?? 0) === 0) return;
    while (this.#pop() !== name);
  }

  /** A rule, or an end that nothing began: what follows stands on a line of its own. */
  breakBlock(): void {
    this.#boundary();
    this.#endLine();
  }

  openFormat(tag: FormatTag): void {
    this.flush();
    this.addFormat({ name: tag, depth: this.#blocks.length });
  }

  /** A link begins, and any before it ends; undefined: one that is refused. */
  openLink(href: string | undefined): void {
    this.flush();
    this.removeFormat('a');
    if (href !== undefined) this.addFormat({ name: 'a', depth: this.#blocks.length, href });
  }

  /** Also ends links. */
  closeFormat(name: FormatTag | 'a'): void {
    this.flush();
    this.removeFormat(name);
  }

  end(): { readonly html: string; readonly text: string } {
    this.#boundary();
    while (this.#blocks.length > 0) this.#pop();
    this.finishRun();
    return { html: this.html, text: this.text };
  }

  protected override place(): void {
    this.#endImpliedList();
    const holder = this.#holder();
    if (holder === 'list') this.#push('', ITEM);
    else if (holder !== 'line' && this.#blocks.at(-1)?.kind === 'room') this.#push('', PARAGRAPH);
    for (const block of this.#blocks.slice(this.#placed)) {
      if (block.tag === undefined) continue;
      this.writeTag(`<${block.tag}>`);
      block.isWritten = true;
      if (block.kind === 'item') this.markItem();
    }
    this.#placed = this.#blocks.length;
  }

  #boundary(): void {
    this.flush();
    this.pauseRun();
  }

  #holder(): BlockKind | undefined {
    return this.#holders.at(-1)?.kind;
  }

  #isInEmptyHeading(): boolean {
    const holder = this.#holders.at(-1);
    return holder?.kind === 'line' && holder.tag !== 'p' && !holder.isWritten;
  }

  #endLine(): void {
    while (this.#holder() === 'line') this.#pop();
  }

  /** An item ends the one before it, in the same list. */
  #endItem(): void {
    while (this.#holder() === 'item') this.#pop();
  }

  /** A list that nobody began ends where something else than an item comes. */
  #endImpliedList(): void {
    const top = this.#blocks.at(-1);
    if (top?.kind === 'list' && top.name === '') this.#pop();
  }

  #push(name: string, { kind, tag }: BlockRole): void {
    const block: Block = { name, kind, tag, isWritten: false };
    this.#holders.push(kind === 'room' ? this.#holders.at(-1) : block);
    this.#blocks.push(block);
    if (name !== '') this.#openNames.set(name, (this.#openNames.get(name) ?? 0) + 1);
    if (tag !== undefined) this.#writtenDepth += 1;
  }

  /** The name of what was ended; undefined: nothing is open. */
  #pop(): string | undefined {
    const block = this.#blocks.pop();
    this.#holders.pop();
    if (block === undefined) return undefined;
    if (block.name !== '') this.#openNames.set(block.name, (this.#openNames.get(block.name) ?? 1) - 1);
    if (block.tag !== undefined) this.#writtenDepth -= 1;
    if (block.isWritten) this.writeTag(`</${block.tag satisfies BlockTag | undefined}>`);
    this.dropFormatsBelow(this.#blocks.length);
    this.#placed = Math.min(this.#placed, this.#blocks.length);
    return block.name;
  }
}
