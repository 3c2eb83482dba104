import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { Clock, Database, Log } from '@app/platform';
import { incomingDispatch, type IncomingDispatch, type SourceRecord } from './dispatch.js';
import { DispatchRepository, type DispatchContent } from './dispatch.repository.js';
import { dispatchErrors } from './dispatches.errors.js';
import { detectPlaces } from './labels/places.js';
import { htmlToText, sanitizeDispatchHtml } from './markup/sanitize.js';

export interface StoreResult {
  readonly id: string;
  readonly version: number;
  readonly outcome: 'created' | 'updated' | 'unchanged';
}

/** Stores what comes in: sanitised, labelled, under the source's rights. The same id again is a new version or nothing. */
@Injectable()
export class StoreDispatch {
  constructor(
    private readonly database: Database,
    private readonly dispatches: DispatchRepository,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** `firstSeen` is for sample data dated into the past; everybody else lets the clock say. */
  async store(
    source: SourceRecord,
    incoming: IncomingDispatch,
    firstSeen: Date = this.clock.now(),
  ): Promise<StoreResult> {
    const parsed = incomingDispatch.safeParse(incoming);
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) => ({ field: issue.path.join('.'), problem: issue.message }));
      throw dispatchErrors.error('dispatch.invalid', { issues });
    }
    const content = normalise(parsed.data, source);
    const result = await this.database.transaction().execute(async (trx): Promise<StoreResult> => {
      const stored = await this.dispatches.lockByExternalId(trx, source.id, parsed.data.externalId);
      if (stored === undefined) {
        const created = await this.dispatches.insert(trx, source, parsed.data.externalId, content, firstSeen);
        if (created !== undefined) return { ...created, outcome: 'created' };
        // Somebody else inserted it between the look and the insert; what is stored now decides.
        const theirs = await this.dispatches.lockByExternalId(trx, source.id, parsed.data.externalId);
        if (theirs === undefined) throw dispatchErrors.error('dispatch.vanished');
        return this.revise(trx, source, theirs, content);
      }
      return this.revise(trx, source, stored, content);
    });
    this.log.info(`dispatch.${result.outcome}`, {
      dispatchId: result.id,
      version: result.version,
      sourceId: source.id,
    });
    return result;
  }

  private async revise(
    trx: Parameters<DispatchRepository['update']>[0],
    source: SourceRecord,
    stored: { id: string; version: number; content: unknown },
    content: DispatchContent,
  ): Promise<StoreResult> {
    const comparable: unknown = JSON.parse(JSON.stringify(content));
    if (isDeepStrictEqual(stored.content, comparable))
      return { id: stored.id, version: stored.version, outcome: 'unchanged' };
    return {
      ...(await this.dispatches.update(trx, source, stored.id, stored.version + 1, content)),
      outcome: 'updated',
    };
  }
}

function normalise(data: ReturnType<typeof incomingDispatch.parse>, source: SourceRecord): DispatchContent {
  const bodyHtml = sanitizeDispatchHtml(data.bodyHtml, data.link ?? source.url ?? 'https://invalid.invalid/');
  const places = detectPlaces(`${data.headline}\n${data.standfirst}\n${htmlToText(bodyHtml)}`, data.language);
  const given = (
    labels: readonly string[] | undefined,
    kind: string,
  ): { label: string; kind: string; because: string }[] =>
    (labels ?? []).map((label) => ({ label, kind, because: 'given by the source' }));
  const found = places.countries.map(({ code, because }) => ({ label: code, kind: 'country', because }));
  return {
    language: data.language,
    headline: data.headline,
    standfirst: data.standfirst.trim(),
    bodyHtml,
    byline: data.byline ?? null,
    dateline: data.dateline ?? null,
    link: data.link ?? null,
    related: data.related,
    isUpdate: data.isUpdate,
    urgency: data.urgency,
    countries: data.countries ?? places.countries.map((country) => country.code),
    regions: data.regions ?? places.regions,
    topics: data.topics,
    labelReasons: [
      ...(data.countries === undefined ? found : given(data.countries, 'country')),
      ...given(data.regions, 'region'),
    ],
    publishedAt: data.publishedAt ?? null,
    embargoedUntil: data.embargoedUntil ?? null,
    access: data.access ?? source.access,
    picture:
      data.picture === undefined
        ? null
        : {
            url: data.picture.url,
            width: data.picture.width ?? null,
            height: data.picture.height ?? null,
            alt: data.picture.alt,
            caption: data.picture.caption ?? null,
            credit: data.picture.credit ?? null,
          },
  };
}
