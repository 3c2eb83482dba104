import type { Access, SourceKind, SourceState } from '@app/platform';
import type { Rights } from '../rights.js';

/** Where dispatches come from, as the rest of the product sees it. How its polls went is told by its health. */
export interface SourceRecord {
  readonly id: string;
  readonly slug: string;
  readonly kind: SourceKind;
  /** Shown to readers. */
  readonly name: string;
  /** null: it pushes. */
  readonly url: string | null;
  /** The web page the feed belongs to; null: not known. */
  readonly siteUrl: string | null;
  /** The folder it has in an OPML list; null: none. */
  readonly folder: string | null;
  /** null: found per dispatch. */
  readonly language: string | null;
  readonly access: Access;
  /** Inherited by its dispatches and their pictures. */
  readonly rights: Rights;
  readonly usageTerms: string | null;
  /** Characters; null: the product's. */
  readonly excerptLength: number | null;
  /** The article pages are fetched and their text is kept, where the rights allow it. */
  readonly fullText: boolean;
  /** Its machine status may kill a dispatch by itself. */
  readonly isTrusted: boolean;
  /** How much the newsroom trusts its news sense: 0 … 10. */
  readonly weight: number;
  readonly state: SourceState;
  /** A code: why it is paused or stopped; null while it is active. */
  readonly stateReason: string | null;
  /** Lower-case host and port: one host is asked one thing at a time. null: it pushes. */
  readonly host: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The present pause between two polls, before jitter. */
  readonly pollSeconds: number;
  /** Bounds of that pause; null: the installation's. */
  readonly pollMinSeconds: number | null;
  readonly pollMaxSeconds: number | null;
  /** Of what an operator changes; polls leave it as it is. */
  readonly version: number;
}

export interface NewSource {
  readonly slug: string;
  readonly kind: SourceKind;
  readonly name: string;
  readonly url?: string | undefined;
  readonly siteUrl?: string | undefined;
  readonly folder?: string | undefined;
  readonly language?: string | undefined;
  readonly rights?: Partial<Rights> | undefined;
  readonly usageTerms?: string | undefined;
  readonly excerptLength?: number | undefined;
  readonly access?: Access | undefined;
  readonly fullText?: boolean | undefined;
  readonly isTrusted?: boolean | undefined;
  readonly weight?: number | undefined;
  readonly pollSeconds?: number | undefined;
  readonly pollMinSeconds?: number | undefined;
  readonly pollMaxSeconds?: number | undefined;
}

/** What an operator may change about a source's rights and standing; what is left out stays as it is. */
export interface SourceRightsChange {
  readonly rights?: Partial<Rights> | undefined;
  readonly usageTerms?: string | null | undefined;
  readonly excerptLength?: number | null | undefined;
  readonly access?: Access | undefined;
  readonly fullText?: boolean | undefined;
  readonly isTrusted?: boolean | undefined;
  readonly weight?: number | undefined;
}

/** The host a feed is asked at, as the URL parser writes it: lower case, A-labels, no default port. */
export function hostOf(url: string): string {
  return new URL(url).host;
}

/** As the fetcher would take it, written as the URL parser does; undefined when it is not an http address. */
export function feedAddress(text: string): string | undefined {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  return url.href;
}

/** The primary subtag, which is what a dispatch's language is. */
export function languageOf(tag: string | undefined): string | undefined {
  return /^[a-z]{2,3}(?=[-_]|$)/.exec(tag?.toLowerCase() ?? '')?.[0];
}
