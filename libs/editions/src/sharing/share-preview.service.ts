import { Injectable } from '@nestjs/common';
import {
  Audit,
  Clock,
  Config,
  Database,
  TokenSigner,
  hashSecret,
  isCatalogueError,
  isId,
  newId,
  newSecret,
} from '@app/platform';
import { editionErrors } from '../editions.errors.js';
import {
  SharedPreviewRepository,
  type OpenedPreview,
  type SharedMail,
  type SharedPreview,
  type SharedPreviewPage,
} from './shared-preview.repository.js';

/** Days a link may be good for: until after a round of proof-reading, not until everybody has forgotten it. */
export const MAX_SHARED_DAYS = 30;
/** Bytes of a link's secret: 128 bits cannot be guessed. */
const SECRET_BYTES = 16;
/** Ids kept of what a preview holds; an edition has at most some hundred dispatches, each with a picture. */
const MAX_HELD = 2_000;
const DAY = 24 * 60 * 60 * 1000;
const PURPOSE = 'shared-preview';

/** What is shared, as it looks at this moment. */
export interface Sharing extends SharedMail {
  readonly templateId: string;
  /** null: made up, or an edition that is not made yet. */
  readonly editionId: string | null;
  /** Of the dispatches and pictures in it. */
  readonly holds: readonly string[];
  /** 1 to {@link MAX_SHARED_DAYS} */
  readonly days: number;
  readonly operatorId: string;
}

/**
 * Previews for people without an account: the rendering of one moment behind a signed link that ends. What is in it can
 * still be taken back: by who shared it, by an administrator, by a kill and by a takedown. While something in it is withheld
 * or under an embargo it shows nothing.
 */
@Injectable()
export class SharePreview {
  constructor(
    private readonly database: Database,
    private readonly previews: SharedPreviewRepository,
    private readonly tokens: TokenSigner,
    private readonly audit: Audit,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The link is shown this once: what is stored of it opens nothing. @throws RangeError for other days */
  async share({ days, ...sharing }: Sharing): Promise<{ id: string; url: string; expiresAt: Date }> {
    if (!Number.isInteger(days) || days < 1 || days > MAX_SHARED_DAYS) throw new RangeError(`no ${String(days)} days`);
    const holds = [...new Set(sharing.holds.filter(isId))].slice(0, MAX_HELD);
    const id = newId();
    const secret = newSecret(SECRET_BYTES);
    const expiresAt = new Date(this.clock.now().getTime() + days * DAY);
    const { templateId, editionId, operatorId } = sharing;
    await this.database.transaction().execute(async (trx) => {
      await this.previews.insert(trx, { ...sharing, id, holds, tokenHash: hashSecret(secret), expiresAt });
      const detail = { templateId, days, ...(editionId !== null && { editionId }) };
      await this.audit.append(trx, { operatorId, action: 'preview.shared', object: `preview:${id}`, detail });
    });
    const token = this.tokens.sign(PURPOSE, Buffer.from(secret, 'base64url'), expiresAt);
    return { id, url: `${this.config.publicUrl}/preview/${token}`, expiresAt };
  }

  /** @throws `preview.over`, whatever is wrong with the link: it tells nobody whether there ever was one */
  async open(token: string): Promise<OpenedPreview> {
    const secret = this.secretOf(token);
    const known = secret === undefined ? undefined : hashSecret(secret);
    const preview = known && (await this.previews.byToken(known, this.clock.now()));
    if (preview === undefined) throw editionErrors.error('preview.over');
    return preview;
  }

  /** Those that can still be seen, newest first. */
  list(page: Omit<SharedPreviewPage, 'now'>): Promise<SharedPreview[]> {
    return this.previews.list({ ...page, now: this.clock.now() });
  }

  /** From now on its link shows nothing. `isAnybodys`: also what somebody else shared. @throws `preview.unknown` */
  async revoke(id: string, { operatorId, isAnybodys }: { operatorId: string; isAnybodys: boolean }): Promise<void> {
    await this.database.transaction().execute(async (trx) => {
      const templateId = await this.previews.delete(trx, id, isAnybodys ? undefined : operatorId);
      if (templateId === undefined) throw editionErrors.error('preview.unknown');
      await this.audit.append(trx, { operatorId, action: 'preview.revoked', object: `preview:${id}`, detail: { templateId } });
    });
  } // prettier-ignore

  /** Returns how many went. */
  forgetOver(): Promise<number> {
    return this.previews.forgetOver(this.clock.now());
  }

  private secretOf(token: string): string | undefined {
    try {
      return this.tokens.verify(PURPOSE, token).toString('base64url');
    } catch (error) {
      // Altered, cut off or over: for who holds the link it is all the same.
      if (isCatalogueError(error)) return undefined;
      throw error;
    }
  }
}
