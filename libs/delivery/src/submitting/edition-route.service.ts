import { Injectable } from '@nestjs/common';
import { domainToASCII } from 'node:url';
import { Database } from '@app/platform';
import { EditionRepository, NewsletterRepository, editionErrors } from '@app/editions';

/** What decides by which transports an edition may go. */
export interface Route {
  readonly purpose: 'editions' | 'flash';
  /** Domain of From, lower case, A-labels. */
  readonly fromDomain: string;
}

/** Asked once a chunk. */
@Injectable()
export class EditionRoute {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly newsletters: NewsletterRepository,
  ) {}

  /** @throws edition.unknown, newsletter.unknown */
  async of(editionId: string): Promise<Route> {
    const edition = await this.editions.byId(this.database, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const { senderAddress } = await this.newsletters.known(this.database, edition.newsletterId);
    return {
      purpose: edition.kind === 'flash' ? 'flash' : 'editions',
      fromDomain: domainToASCII(senderAddress.slice(senderAddress.lastIndexOf('@') + 1)),
    };
  }
}
