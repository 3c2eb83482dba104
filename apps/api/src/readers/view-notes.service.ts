import { Injectable } from '@nestjs/common';
import { EditionRepository, NewsletterRepository, ReadArchive, type Newsletter } from '@app/editions';
import { Config, Database } from '@app/platform';
import { Pages } from '../pages/pages.js';
import { Storefront } from './storefront.service.js';

/** In place, because a mail's page has no style sheet of ours; readable on any background. */
const NOTES_STYLE =
  'margin:0;padding:12px 16px;background:#fff6e0;color:#1b1f27;border-bottom:2px solid #a8321f;font:16px/1.5 Georgia,serif';

/** What a received edition's page says of what befell the edition since. */
@Injectable()
export class ViewNotes {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly archive: ReadArchive,
    private readonly storefront: Storefront,
    private readonly pages: Pages,
    private readonly config: Config,
  ) {}

  /** The page in the place of an edition that was taken down as a whole; undefined: it was not. */
  async tombstone(editionId: string): Promise<string | undefined> {
    const takedown = await this.archive.takedownOf(editionId);
    const newsletter = takedown && (await this.newsletterOf(editionId));
    if (takedown === undefined || newsletter === undefined) return undefined;
    const note = this.archive.tombstone(newsletter, takedown);
    return this.pages.archive.gone({ ...this.storefront.frame(newsletter), publicUrl: this.config.publicUrl, note });
  }

  /** The mail's own page with the notes above everything else. */
  async above(html: string, editionId: string): Promise<string> {
    const newsletter = await this.newsletterOf(editionId);
    const notes = newsletter === undefined ? [] : await this.archive.notesOf(newsletter, editionId);
    if (newsletter === undefined || notes.length === 0) return html;
    const lines = notes.map((note) => `<p style="margin:0" dir="auto">${escaped(note)}</p>`).join('');
    const box = `<div role="note" lang="${escaped(newsletter.language)}" style="${NOTES_STYLE}">${lines}</div>`;
    return html.replace(/<body\b[^>]*>/i, (body) => body + box);
  }

  private async newsletterOf(editionId: string): Promise<Newsletter | undefined> {
    const edition = await this.editions.byId(this.database, editionId);
    return edition && this.newsletters.byId(this.database, edition.newsletterId);
  }
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
