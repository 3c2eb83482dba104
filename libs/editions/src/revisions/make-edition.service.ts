import { Injectable } from '@nestjs/common';
import { Audit, type Db, type EditionKind } from '@app/platform';
import { ClaimEditions } from '../calendar/claim-editions.service.js';
import type { Newsletter } from '../newsletters/newsletter.js';
import { DraftRepository, type StoredDraft } from './draft.repository.js';

/** An edition outside the calendar, as a person makes it. */
export interface MadeEdition {
  readonly kind: Exclude<EditionKind, 'digest'>;
  /** Left out: now. One instant for all readers, wherever they are. */
  readonly dueAt?: Date | undefined;
  readonly by: string | null;
  /** null: the machine's. */
  readonly subject: string | null;
  readonly preheader: string | null;
  readonly blocks: readonly StoredDraft[];
}

/** Claims and proposes an edition that a person made as a whole; no machine chooses anything in it. */
@Injectable()
export class MakeEdition {
  constructor(
    private readonly claims: ClaimEditions,
    private readonly drafts: DraftRepository,
    private readonly audit: Audit,
  ) {}

  /** In the caller's transaction: nobody ever sees it claimed and without its content. Returns its id. */
  async make(trx: Db, newsletter: Newsletter, { kind, dueAt, by, ...made }: MadeEdition): Promise<string> {
    const extra = { db: trx, createdBy: by, ...(dueAt !== undefined && { dueAt }) };
    const editionId = await this.claims.claimNow(newsletter, kind, extra);
    await this.drafts.propose(trx, { id: editionId, by }, made);
    await this.audit.append(trx, {
      operatorId: by,
      action: 'edition.made',
      object: `edition:${editionId}`,
      detail: { kind, newsletterId: newsletter.id, blocks: made.blocks.length },
    });
    return editionId;
  }
}

/** Hand-written and signed; under no section. */
export function textDraft(content: { title: string; markdown: string; signature: string }): StoredDraft {
  return { kind: 'text', section: '', dispatchId: null, content, edits: {} };
}
