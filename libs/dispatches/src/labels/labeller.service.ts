import { Injectable } from '@nestjs/common';
import { Clock, Database, type LabelKind } from '@app/platform';
import type { Label } from './label.js';
import { LabelBook } from './label-book.js';
import { LabelRepository } from './label.repository.js';
import { labelDispatch, type LabelInput, type LabelResult } from './labelling.js';
import { SHIPPED_LABELS } from './shipped-labels.js';

/** After a change of the labels, every process uses the new ones within this time. */
const KEEP_MILLISECONDS = 60_000;

const KINDS: readonly LabelKind[] = ['region', 'topic'];

/** Labels dispatches by the installation's regions and topics; the shipped ones stand in for a kind it has none of. */
@Injectable()
export class Labeller {
  #kept: { readonly readAt: number; readonly book: Promise<LabelBook> } | undefined;

  constructor(
    private readonly repository: LabelRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async label(input: LabelInput): Promise<LabelResult> {
    return labelDispatch(input, await this.book());
  }

  /** For many dispatches at once: `labelDispatch(input, book)`. Read again when it is a minute old. */
  book(): Promise<LabelBook> {
    const now = this.clock.now().getTime();
    const kept = this.#kept;
    // A clock that was set back makes a book from the future: it is read again too.
    if (kept !== undefined && now >= kept.readAt && now - kept.readAt < KEEP_MILLISECONDS) return kept.book;
    const book = this.labels().then((labels) => new LabelBook(labels));
    const reading = { readAt: now, book };
    this.#kept = reading;
    // A failure is the caller's to hear and is not kept.
    book.catch(() => {
      if (this.#kept === reading) this.#kept = undefined;
    });
    return book;
  }

  /** The installation's own; empty for a kind: the shipped ones stand in. */
  async own(): Promise<Label[]> {
    return this.repository.list();
  }

  /** What dispatches are labelled by now, read from the database. */
  async labels(): Promise<Label[]> {
    const own = await this.own();
    return KINDS.flatMap((kind) => {
      const ofKind = own.filter((label) => label.kind === kind);
      return ofKind.length > 0 ? ofKind : SHIPPED_LABELS.filter((label) => label.kind === kind);
    });
  }

  /**
   * Puts labels in the place of all the installation has of the kinds given, in one transaction.
   *
   * @returns for each kind the slugs that are no longer there, also shipped ones
   */
  async replace(labels: Readonly<Partial<Record<LabelKind, readonly Label[]>>>): Promise<Record<LabelKind, string[]>> {
    const before = await this.labels();
    await this.database.transaction().execute(async (trx) => {
      for (const kind of KINDS) {
        const ofKind = labels[kind];
        if (ofKind !== undefined) await this.repository.replace(trx, kind, ofKind);
      }
    });
    this.#kept = undefined;
    const after = await this.labels();
    const gone = (kind: LabelKind): string[] => {
      const left = new Set(after.filter((label) => label.kind === kind).map(({ slug }) => slug));
      return before.filter(({ slug, kind: its }) => its === kind && !left.has(slug)).map(({ slug }) => slug);
    };
    return { region: gone('region'), topic: gone('topic') };
  }
}
