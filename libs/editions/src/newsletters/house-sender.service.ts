import { Injectable } from '@nestjs/common';
import type { NoticeContent } from '@app/mail';
import { NewsletterRepository } from './newsletter.repository.js';

/** In whose name operators are written to: that of the first newsletter, since they have no mail identity of their own. */
@Injectable()
export class HouseSender {
  constructor(private readonly newsletters: NewsletterRepository) {}

  /** Undefined before there is a newsletter: nobody can be written to yet. */
  async sender(): Promise<Pick<NoticeContent, 'from' | 'brand'> | undefined> {
    const [first] = await this.newsletters.all();
    if (first === undefined) return undefined;
    const { name, contactAddress, legalName, postalAddress, siteUrl } = first.brand;
    return {
      from: { name: first.senderName, address: first.senderAddress },
      brand: { name, contactAddress, legalName, postalAddress, siteUrl },
    };
  }
}
