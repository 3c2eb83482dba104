import type { NoticeBrand, NoticeData, NoticeKind, NoticeValues } from '../notice-rendering.js';

/** A sender that nobody is. */
const brand: NoticeBrand = {
  name: 'The Harbour Post',
  contactAddress: 'desk@harbour-post.example',
  legalName: 'Harbour Post Ltd',
  postalAddress: '3 Quay Street, 2000 Harbourtown',
  siteUrl: 'https://harbour-post.example',
};

/** Whatever the texts of any kind name. */
const values: NoticeValues = {
  newsletter: 'The Morning Tide',
  newsletters: ['The Morning Tide', 'Weekend Tide'],
  count: 2,
  days: 3,
  minutes: 15,
  hours: 24,
  months: 24,
  until: '10.04.2027',
  nextEdition: '23.11.2026',
  what: 'The relay harbour-main takes no more messages',
  more: 'It last said 421.',
  at: '22.11.2026, 06:00',
  first: 'The Morning Tide waits for an approval',
};

/** Kinds that only tell, and ask for nothing. */
const WITHOUT_LINK: ReadonlySet<NoticeKind> = new Set(['address_changed', 'alarm', 'alarm_settled']);

/** A link as long as a real one; it leads nowhere. */
const LINK = `https://news.harbour-post.example/confirm/${'A'.repeat(43)}?from=sample&kind=`;

/** A made-up notice of a kind, to look at its template with. */
export function noticeSample(kind: NoticeKind): NoticeData {
  return { brand, values, ...(WITHOUT_LINK.has(kind) ? {} : { actionUrl: `${LINK}${kind}` }) };
}
