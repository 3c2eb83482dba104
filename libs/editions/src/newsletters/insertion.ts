import { z } from 'zod';
import { MAX_DISPATCHES } from './newsletter-limits.js';
import { dayText, lineOf, linkText } from './settings-schema.js';

/** Characters: a headline's length. */
const MAX_TITLE_LENGTH = 120;
/** Characters: three lines on a phone, so that what is sold does not outgrow the news around it. */
const MAX_TEXT_LENGTH = 400;
/** Characters: what a button holds. */
const MAX_LABEL_LENGTH = 60;
/** Characters of the advertiser's name, which stands in the locked label. */
const MAX_ADVERTISER_LENGTH = 80;
/** Insertions on one day of a newsletter: one after every fourth of the most dispatches. */
export const MAX_INSERTIONS_A_DAY = 10;

/** What an operator states of an insertion. Plain text, one line each: the template says how it looks. */
export const insertionInput = z
  .strictObject({
    kind: z.enum(['promotion', 'sponsor']),
    advertiser: lineOf(MAX_ADVERTISER_LENGTH).nullable().exactOptional().describe('Who pays; for a sponsor only.'),
    title: lineOf(MAX_TITLE_LENGTH),
    text: lineOf(MAX_TEXT_LENGTH, 0).exactOptional(),
    link: linkText(/^https?:$/, 'an http or https address without user and password'),
    linkLabel: lineOf(MAX_LABEL_LENGTH),
    afterBlocks: z.int().min(0).max(MAX_DISPATCHES).exactOptional().describe('After so many dispatches; 3 if left out.'),
    firstDay: dayText,
    lastDay: dayText.describe('Included.'),
  })
  .check(({ value, issues }) => {
    const isSponsor = value.kind === 'sponsor';
    const { advertiser = null, firstDay, lastDay } = value;
    if (isSponsor && advertiser === null)
      issues.push({ code: 'custom', input: advertiser, path: ['advertiser'], message: 'the advertiser of a sponsor' });
    if (!isSponsor && advertiser !== null)
      issues.push({ code: 'custom', input: advertiser, path: ['advertiser'], message: 'nothing: a promotion is ours' });
    if (lastDay < firstDay)
      issues.push({ code: 'custom', input: lastDay, path: ['lastDay'], message: `${firstDay} or later` });
  }); // prettier-ignore

export type InsertionInput = z.infer<typeof insertionInput>;
