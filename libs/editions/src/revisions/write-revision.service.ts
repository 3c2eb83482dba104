import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { TemplateRepository } from '@app/mail';
import type { Db, RevisionMark } from '@app/platform';
import type { FrozenBlock } from '../digest/frozen-block.js';
import { EditionTemplate } from '../digest/edition-template.service.js';
import { RenderDigest } from '../digest/render-digest.service.js';
import type { Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { EditionVariants } from '../variants/edition-variants.service.js';
import { RevisionRepository } from './revision.repository.js';

/** What a revision is made of. */
export interface NewRevision {
  /** As it is locked: the revision gets the number after its current one. */
  readonly edition: Edition;
  readonly blocks: readonly FrozenBlock[];
  /** The desk's; null: the machine's, made from the first headlines. */
  readonly head: { readonly subject: string | null; readonly preheader: string | null };
  /** null: the newest of the newsletter's template. */
  readonly templateVersionId: string | null;
  readonly marks: readonly RevisionMark[];
  readonly approvedBy: string | null;
  /** `approved`, `killed`, `corrected`, `taken_down`, `desk` */
  readonly reason: string;
}

/** The one way a revision comes to be: blocks, head, hash and the bytes of every cut, in the caller's transaction. */
@Injectable()
export class WriteRevision {
  constructor(
    private readonly revisions: RevisionRepository,
    private readonly newsletters: NewsletterRepository,
    private readonly templates: TemplateRepository,
    private readonly editionTemplate: EditionTemplate,
    private readonly renderer: RenderDigest,
    private readonly variants: EditionVariants,
  ) {}

  /**
   * Returns the revision's number. The caller holds the edition's row.
   *
   * @throws `template.unknown`, `edition.too_large`
   */
  async write(trx: Db, { edition, blocks, head, ...given }: NewRevision): Promise<number> {
    const newsletter = await this.newsletters.known(trx, edition.newsletterId);
    const template =
      given.templateVersionId === null
        ? await this.editionTemplate.of(trx, newsletter, edition.kind)
        : await this.templates.version(trx, given.templateVersionId);
    if (template === undefined) throw editionErrors.error('template.unknown', { templateId: newsletter.templateId });
    const machine = await this.renderer.head(newsletter, edition, blocks);
    const subject = head.subject ?? machine.subject;
    const preheader = head.preheader ?? machine.preheader;
    const number = (edition.currentRevision ?? 0) + 1;
    await this.revisions.freeze(
      trx,
      {
        editionId: edition.id,
        number,
        subject,
        preheader,
        isSubjectByDesk: head.subject !== null,
        templateVersionId: template.id,
        approvedBy: given.approvedBy,
        contentHash: contentHash([subject, preheader, template.id, blocks]),
        reason: given.reason,
        marks: given.marks,
      },
      blocks,
    );
    await this.variants.renderAll(trx, { edition, newsletter, number, blocks, template, head: { subject, preheader } });
    return number;
  }
}

/** The same content has the same hash, whatever order the keys of its objects came in. */
export function contentHash(content: unknown): Buffer {
  return createHash('sha256').update(canonical(content)).digest();
}

function canonical(content: unknown): string {
  return JSON.stringify(content, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
