import type { TemplateKind } from '@app/platform';
import type { TemplatePartials } from '../rendering/template-rendering.js';

export type { TemplatePartials };

/** What a template says, without what it is called. */
export interface TemplateContent {
  readonly mjml: string;
  readonly plainText: string;
}

/** One version with its template's names. It never changes. */
export interface TemplateVersion extends TemplateContent {
  readonly id: string;
  readonly templateId: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: TemplateKind;
  readonly version: number;
  /** As they were when it was saved. */
  readonly partials: TemplatePartials;
  readonly note: string;
  /** null: it came with the product, or from the command line. */
  readonly authorId: string | null;
  /** It came with the product. */
  readonly isShipped: boolean;
  readonly createdAt: Date;
  /** Of the template. null: in use. */
  readonly archivedAt: Date | null;
}

/** A version in the list of its template's, without its content. */
export interface VersionTrace {
  readonly version: number;
  readonly note: string;
  readonly authorId: string | null;
  readonly isShipped: boolean;
  readonly createdAt: Date;
}

/** Characters of a template's MJML or plain text: as much as Liquid reads. The digest has about 15,000. */
export const TEMPLATE_CHARACTERS = 200_000;

/** A partial's slug stands in quotes in other templates. */
export const templateSlug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Characters. */
export const TEMPLATE_SLUG_LENGTH = 60;

export function samePartials(one: TemplatePartials, other: TemplatePartials): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => one[name]?.mjml === other[name]?.mjml && one[name]?.text === other[name]?.text)
  );
}
