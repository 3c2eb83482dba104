import type { Newsletter } from '@app/editions';
import type { NoticeContent } from '@app/mail';

/** Who a notice about a newsletter comes from. */
export function noticeFrame(newsletter: Newsletter): Omit<NoticeContent, 'values' | 'actionUrl'> {
  const { name, contactAddress, legalName, postalAddress, siteUrl } = newsletter.brand;
  return {
    from: { name: newsletter.senderName, address: newsletter.senderAddress },
    ...(newsletter.replyTo === null ? {} : { replyTo: { name: newsletter.senderName, address: newsletter.replyTo } }),
    brand: { name, contactAddress, legalName, postalAddress, siteUrl },
    accent: newsletter.accent,
  };
}
