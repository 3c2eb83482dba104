import { Injectable } from '@nestjs/common';
import { Audit, Database, Log, type Db } from '@app/platform';
import { dispatchErrors } from '../dispatches.errors.js';
import type { OpmlSource } from '../feeds/opml.js';
import { slugFor } from './source-slug.js';
import { SourceRepository } from './source.repository.js';
import { feedAddress, languageOf, type NewSource, type SourceRecord } from './source.js';

export interface ImportedSource {
  readonly title: string;
  readonly url: string;
  /** `known`: watched already, and left as it is. */
  readonly outcome: 'added' | 'known' | 'refused';
  /** null when it was refused. */
  readonly slug: string | null;
  /** A code; null unless it was refused. */
  readonly reason: string | null;
}

/** The first polls of a list are a second apart, so that a thousand new feeds are not asked in one burst; an hour at most. */
const SECONDS_APART = 1;
const MOST_SECONDS = 3_600;
const MAX_NAME_LENGTH = 200;

/** Brings sources into being: one that somebody names, or a list of them. */
@Injectable()
export class AddSources {
  constructor(
    private readonly database: Database,
    private readonly sources: SourceRepository,
    private readonly audit: Audit,
    private readonly log: Log,
  ) {}

  /**
   * The same slug at the same address again changes nothing.
   *
   * Throws `source.slug_taken`, and `source.known` when another source watches the address.
   */
  async add(
    source: NewSource & { readonly url: string },
    operatorId: string | null = null,
  ): Promise<{ source: SourceRecord; isNew: boolean }> {
    return this.database.transaction().execute(async (trx) => {
      const known = await this.sources.byUrl(trx, source.url);
      if (known !== undefined && known.slug !== source.slug)
        throw dispatchErrors.error('source.known', { slug: known.slug });
      const added = await this.sources.add(trx, source, 0);
      if (added !== undefined) {
        await this.record(trx, added, operatorId);
        return { source: added, isNew: true };
      }
      const existing = await this.sources.ensure(trx, source);
      if (existing.url !== source.url) throw dispatchErrors.error('source.slug_taken', { slug: source.slug });
      return { source: existing, isNew: false };
    });
  }

  /** A source that pushes its dispatches. The same slug again changes nothing. Throws `source.slug_taken` for a feed's. */
  async addPushing(
    source: Omit<NewSource, 'url' | 'kind'>,
    operatorId: string | null,
  ): Promise<{ source: SourceRecord; isNew: boolean }> {
    return this.database.transaction().execute(async (trx) => {
      const added = await this.sources.add(trx, { ...source, kind: 'api' }, 0);
      if (added !== undefined) {
        await this.record(trx, added, operatorId);
        return { source: added, isNew: true };
      }
      const existing = await this.sources.ensure(trx, { ...source, kind: 'api' });
      if (existing.kind !== 'api') throw dispatchErrors.error('source.slug_taken', { slug: source.slug });
      return { source: existing, isNew: false };
    });
  }

  /**
   * Watches every feed of a list that is not watched yet, without any right, in one transaction. A line that cannot be
   * watched costs none of the others. In the list's order.
   */
  async importList(list: readonly OpmlSource[], operatorId: string | null = null): Promise<ImportedSource[]> {
    return this.database.transaction().execute(async (trx) => {
      const { slugByUrl, slugs } = await this.sources.taken(trx);
      const outcomes: ImportedSource[] = [];
      for (const line of list) {
        const url = feedAddress(line.url);
        const known = url === undefined ? undefined : slugByUrl.get(url);
        if (url === undefined) {
          outcomes.push({ ...named(line), outcome: 'refused', slug: null, reason: 'fetch.invalid_url' });
        } else if (known !== undefined) {
          outcomes.push({ ...named(line), outcome: 'known', slug: known, reason: null });
        } else {
          const slug = slugFor(line.title, url, slugs);
          await this.addLine(trx, {
            line,
            url,
            slug,
            operatorId,
            delaySeconds: Math.min(outcomes.length * SECONDS_APART, MOST_SECONDS),
          });
          slugs.add(slug);
          slugByUrl.set(url, slug);
          outcomes.push({ ...named(line), outcome: 'added', slug, reason: null });
        }
      }
      return outcomes;
    });
  }

  private async addLine(
    trx: Db,
    {
      line,
      url,
      slug,
      delaySeconds,
      operatorId,
    }: { line: OpmlSource; url: string; slug: string; delaySeconds: number; operatorId: string | null },
  ): Promise<void> {
    const source: NewSource = {
      slug,
      kind: 'feed',
      name: line.title.slice(0, MAX_NAME_LENGTH) || slug,
      url,
      siteUrl: line.siteUrl,
      folder: line.folder,
      language: languageOf(line.language),
    };
    const added = await this.sources.add(trx, source, delaySeconds);
    // The whole list was looked up in this transaction: somebody else took the slug in between.
    if (added === undefined) throw dispatchErrors.error('source.slug_taken', { slug });
    await this.record(trx, added, operatorId);
  }

  private async record(trx: Db, added: SourceRecord, operatorId: string | null): Promise<void> {
    const object = `source:${added.id}`;
    await this.audit.append(trx, { operatorId, action: 'source.added', object, detail: { slug: added.slug } });
    this.log.info('source.added', { sourceId: added.id });
  }
}

function named({ title, url }: OpmlSource): Pick<ImportedSource, 'title' | 'url'> {
  return { title, url };
}
