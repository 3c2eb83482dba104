import { Injectable } from '@nestjs/common';
import { Clock, Database, type EditionKind, type Translator } from '@app/platform';
import type { DigestData } from '../digest/digest-data.js';
import { DigestView, sectionName, type DigestHead } from '../digest/digest-view.js';
import { RenderDigest } from '../digest/render-digest.service.js';
import { editionErrors } from '../editions.errors.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { withoutLost } from '../revisions/revised-blocks.js';
import { RevisionRepository, type CurrentRevision } from '../revisions/revision.repository.js';
import { editionNotes, withReason, type EditionNote } from './archive-notes.js';
import {
  ArchiveRepository,
  type ArchiveStanding,
  type EditionTakedown,
  type ListedEdition,
} from './archive.repository.js';
import type { EditionName } from './edition-name.js';
import { shownBlocks } from './shown-blocks.js';

/** An edition as the archive or a feed shows it: the current revision's content, ready to read. */
export interface ArchivedEdition {
  readonly kind: EditionKind;
  /** Subject, sections and blocks as a template is given them; the readers' links in it are placeholders. */
  readonly data: DigestData;
  readonly notes: readonly EditionNote[];
  /** The words of the newsletter's language, those the mail was made with. */
  readonly words: Translator;
  readonly published: Date;
  /** Of the current revision; never before `published`. */
  readonly updated: Date;
  /** From then on rights allow less; null: they do not end. */
  readonly until: Date | null;
}

export interface ArchiveListing {
  readonly editions: readonly (ListedEdition & { readonly title: string; readonly dateLabel: string })[];
  /** `before` of the next page; null: this is the last. */
  readonly next: string | null;
}

/** Editions on a page of the list: two months of a daily. */
const PAGE_EDITIONS = 60;

/** Past editions as anybody may read them: from frozen revisions, never from live dispatches. */
@Injectable()
export class ReadArchive {
  constructor(
    private readonly database: Database,
    private readonly archive: ArchiveRepository,
    private readonly revisions: RevisionRepository,
    private readonly words: RenderDigest,
    private readonly clock: Clock,
  ) {}

  /** undefined: there is no such edition, or it is not for everybody, or not yet. */
  standing(slug: string, name: EditionName): Promise<ArchiveStanding | undefined> {
    return this.archive.standing(slug, name, this.clock.now());
  }

  newest(slug: string, limit: number): Promise<ArchiveStanding[]> {
    return this.archive.newest(slug, this.clock.now(), limit);
  }

  neighbours(of: ArchiveStanding): Promise<{ previous: EditionName | null; next: EditionName | null }> {
    return this.archive.neighbours(of, this.clock.now());
  }

  /** @throws `edition.unknown` when it went meanwhile */
  async edition(newsletter: Newsletter, standing: ArchiveStanding, output: 'archive' | 'feed'): Promise<ArchivedEdition> {
    const { editionId, takedown } = standing;
    const current = await this.revisions.current(this.database, editionId);
    if (current === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const { edition, revision } = current;
    const changed = [edition.dueAt, revision.approvedAt, ...(takedown === null ? [] : [takedown.orderedAt])];
    const dates = { published: edition.dueAt, updated: new Date(Math.max(...changed.map((date) => date.getTime()))) };
    const translator = this.words.translator(newsletter);
    const base = { kind: edition.kind, words: translator, ...dates };
    if (takedown !== null) {
      const notes = [{ section: '', text: this.tombstone(newsletter, takedown) }];
      return { ...base, data: await this.data(newsletter, { ...current, blocks: [] }, null), notes, until: null };
    }
    const loss = { dispatchIds: new Set(standing.goneDispatches), pictureIds: new Set(standing.gonePictures) };
    const left = withoutLost(current.blocks, loss, { at: this.clock.now(), isTakedown: false });
    const { blocks, until } = shownBlocks(left.blocks, output, this.clock.now());
    const head = left.gone.length > 0 ? null : { subject: current.subject, preheader: revision.preheader };
    const marks = [...current.marks, ...left.marks];
    const notes = editionNotes(marks, await this.archive.takenDown(editionId), { translator, timeZone: newsletter.timeZone });
    return { ...base, data: await this.data(newsletter, { ...current, blocks }, head), notes, until };
  } // prettier-ignore

  /** A page of the list, cut between two days. `before` is a day. */
  async list(newsletter: Newsletter, before?: string): Promise<ArchiveListing> {
    const at = this.clock.now();
    const found = await this.archive.list(newsletter.id, { before, at, limit: PAGE_EDITIONS + 1 });
    const lastDay = found[PAGE_EDITIONS]?.date;
    const page = lastDay === undefined ? found : wholeDays(found.slice(0, PAGE_EDITIONS), lastDay);
    const translator = this.words.translator(newsletter);
    const editions = page.map((edition) => {
      const dateLabel = translator.formatDate(new Date(`${edition.date}T12:00:00Z`), 'UTC', 'full');
      return { ...edition, dateLabel, title: edition.subject === '' ? `${newsletter.name} · ${dateLabel}` : edition.subject };
    });
    return { editions, next: lastDay === undefined ? null : (page.at(-1)?.date ?? null) };
  } // prettier-ignore

  /** The notes that stand above a received edition in the browser. */
  async notesOf(newsletter: Newsletter, editionId: string): Promise<readonly string[]> {
    const current = await this.revisions.current(this.database, editionId);
    if (current === undefined) return [];
    const translator = this.words.translator(newsletter);
    const takenDown = await this.archive.takenDown(editionId);
    const { labels } = await this.words.source(newsletter, current.edition, []);
    return editionNotes(current.marks, takenDown, { translator, timeZone: newsletter.timeZone }).map(({ section, text }) =>
      section === '' ? text : `${sectionName(section, translator, labels)} · ${text}`,
    );
  } // prettier-ignore

  takedownOf(editionId: string): Promise<EditionTakedown | undefined> {
    return this.archive.takedownOf(editionId);
  }

  /** What stands where an edition stood. */
  tombstone(newsletter: Newsletter, { orderedAt, publicReason }: EditionTakedown): string {
    const translator = this.words.translator(newsletter);
    const date = translator.formatDate(orderedAt, newsletter.timeZone, 'long');
    return withReason(translator.t('archive.edition_taken_down', { date }), publicReason);
  }

  /** Nobody comes to the archive by a mail's link, so none of its links says so. */
  private async data(
    newsletter: Newsletter,
    { edition, blocks }: Pick<CurrentRevision, 'edition' | 'blocks'>,
    head: DigestHead | null,
  ): Promise<DigestData> {
    const view = new DigestView(await this.words.source({ ...newsletter, linkParameters: {} }, edition, blocks));
    return view.data(head ?? view.head());
  }
}

/** Without the day that goes on on the next page, unless there is no other. */
function wholeDays(editions: ListedEdition[], cutDay: string): ListedEdition[] {
  const whole = editions.filter(({ date }) => date !== cutDay);
  return whole.length === 0 ? editions : whole;
}
