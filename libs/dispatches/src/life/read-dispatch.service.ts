import { Injectable } from '@nestjs/common';
import type { Access, DispatchActor, DispatchStatus, SourceKind } from '@app/platform';
import { shownContent } from '../store/dispatch-content.js';
import { DispatchHistoryRepository } from './dispatch-history.repository.js';
import { dispatchErrors } from '../dispatches.errors.js';
import { toRights } from '../rights-columns.js';
import type { Rights } from '../rights.js';
import { renderDiff, versionDiff, type VersionDiff } from './version-diff.js';

/** One dispatch with all that is known of it. */
export interface DispatchHistory {
  readonly id: string;
  readonly source: { readonly slug: string; readonly name: string; readonly kind: SourceKind };
  readonly externalId: string;
  readonly version: number;
  readonly status: DispatchStatus;
  /** A code; null while usable. */
  readonly statusReason: string | null;
  readonly language: string;
  readonly headline: string;
  readonly standfirst: string;
  readonly bodyHtml: string;
  readonly byline: string | null;
  readonly dateline: string | null;
  readonly link: string | null;
  readonly canonicalLink: string | null;
  readonly publishedAt: Date;
  /** The source gave no date that can be: first seen stands in. */
  readonly publishedIsFirstSeen: boolean;
  readonly firstSeenAt: Date;
  readonly isBackCatalogue: boolean;
  readonly embargoedUntil: Date | null;
  readonly access: Access;
  readonly rights: Rights & { readonly byDesk: boolean; readonly usageTerms: string | null };
  readonly labels: {
    readonly countries: readonly string[];
    readonly regions: readonly string[];
    readonly topics: readonly string[];
    readonly reasons: readonly { readonly label: string; readonly kind: string; readonly because: string }[];
  };
  readonly clusterId: string | null;
  readonly replacesId: string | null;
  readonly pictures: readonly HistoryPicture[];
  readonly provenances: readonly {
    readonly source: string;
    readonly externalId: string;
    readonly link: string | null;
    readonly firstSeenAt: Date;
  }[];
  readonly events: readonly {
    readonly at: Date;
    readonly kind: string;
    readonly actor: DispatchActor;
    readonly operatorId: string | null;
    readonly reason: string | null;
    readonly detail: Readonly<Record<string, unknown>>;
  }[];
  readonly alarms: readonly { readonly code: string; readonly raisedAt: Date }[];
  /** Newest first, each with what it changed of the one before. */
  readonly versions: readonly {
    readonly version: number;
    readonly receivedAt: Date;
    /** null: the first, or the earlier one is not shown any more. */
    readonly diff: VersionDiff | null;
    /** The same in plain text. */
    readonly changes: string;
  }[];
}

export interface HistoryPicture {
  readonly id: string;
  readonly url: string;
  readonly isLead: boolean;
  readonly credit: string | null;
  readonly caption: string | null;
  readonly state: string;
  readonly killedAt: Date | null;
  readonly rights: Rights;
}

/** Shows one dispatch: what it is, who told it, what became of it, and how its versions differ. */
@Injectable()
export class ReadDispatch {
  constructor(private readonly history: DispatchHistoryRepository) {}

  /** @throws CatalogueError `dispatch.unknown` */
  async read(id: string): Promise<DispatchHistory> {
    const row = await this.history.dispatch(id);
    if (row === undefined) throw dispatchErrors.error('dispatch.unknown', { id });
    return {
      id,
      source: { slug: row.source_slug, name: row.source_name, kind: row.source_kind },
      externalId: row.external_id,
      version: row.version,
      status: row.status,
      statusReason: row.status_reason,
      language: row.language,
      headline: row.headline,
      standfirst: row.standfirst,
      bodyHtml: row.body_html,
      byline: row.byline,
      dateline: row.dateline,
      link: row.link,
      canonicalLink: row.canonical_link,
      publishedAt: row.published_at,
      publishedIsFirstSeen: row.published_is_first_seen,
      firstSeenAt: row.first_seen_at,
      isBackCatalogue: row.is_back_catalogue,
      embargoedUntil: row.embargoed_until,
      access: row.access,
      rights: { ...toRights(row), byDesk: row.rights_by_desk, usageTerms: row.usage_terms },
      labels: { countries: row.countries, regions: row.regions, topics: row.topics, reasons: row.label_reasons },
      clusterId: row.cluster_id,
      replacesId: row.replaces_id,
      pictures: await this.pictures(id),
      provenances: (await this.history.provenances(id)).map((one) => ({
        source: one.slug,
        externalId: one.external_id,
        link: one.link,
        firstSeenAt: one.first_seen_at,
      })),
      events: (await this.history.events(id)).map(({ occurred_at: at, operator_id: operatorId, ...event }) => ({
        at,
        kind: event.kind,
        actor: event.actor,
        operatorId,
        reason: event.reason,
        detail: event.detail,
      })),
      alarms: (await this.history.openAlarms(id)).map(({ code, raised_at: raisedAt }) => ({ code, raisedAt })),
      versions: await this.versions(id),
    };
  }

  /** @throws CatalogueError `dispatch.unknown` */
  async known(id: string): Promise<void> {
    if ((await this.history.dispatch(id)) === undefined) throw dispatchErrors.error('dispatch.unknown', { id });
  }

  private async pictures(id: string): Promise<HistoryPicture[]> {
    const rows = await this.history.pictures(id);
    return rows.map((row) => ({
      id: row.id,
      url: row.url,
      isLead: row.is_lead,
      credit: row.credit,
      caption: row.caption,
      state: row.state,
      killedAt: row.killed_at,
      rights: toRights(row),
    }));
  }

  private async versions(id: string): Promise<DispatchHistory['versions']> {
    const versions = await this.history.versions(id);
    return versions.map(({ version, receivedAt, content }, at) => {
      const before = versions[at + 1]?.content;
      const diff = before === undefined ? null : versionDiff(shownContent(before), shownContent(content));
      return { version, receivedAt, diff, changes: diff === null ? '' : renderDiff(diff) };
    });
  }
}
