import { z } from 'zod';
import { subscriberErrors, type NewsletterWish, type PreferenceWish } from '@app/subscribers';

/** Fields of one form: far more than forty newsletters with their labels have. */
const MAX_FIELDS = 2_000;
/** A longer value is no slug, day or zone. */
const MAX_VALUE_LENGTH = 200;

const fields = z.record(z.string(), z.string().max(MAX_VALUE_LENGTH));

type Draft = { -readonly [Key in keyof NewsletterWish]: NewsletterWish[Key] } & {
  regions: string[];
  topics: string[];
};

/**
 * Reads what the preference page posted. A field's name says what it is about: `keep:monde`, `regions:monde:europe`;
 * each stands once, so that a body of whatever form type reads the same. Pure. Throws `preferences.changed` for anything
 * the page does not post: then it was made for another page than the one there is now.
 */
export function readPreferenceForm(body: unknown): PreferenceWish {
  const read = fields.safeParse(body);
  const entries = read.success ? Object.entries(read.data) : [];
  const seen = read.success ? read.data['seen'] : undefined;
  if (seen === undefined || seen === '' || entries.length > MAX_FIELDS)
    throw subscriberErrors.error('preferences.changed');
  const newsletters = new Map<string, Draft>();
  const joins: string[] = [];
  let timeZone: string | null | undefined;
  for (const [name, value] of entries) {
    const [field = '', slug = '', label = '', ...more] = name.split(':');
    if (more.length > 0) throw subscriberErrors.error('preferences.changed');
    if (field === 'seen') continue;
    if (field === 'zone') timeZone = value === '' ? null : value;
    else if (field === 'join') joins.push(slug);
    else setField(draftOf(newsletters, slug), field, { value, label });
  }
  return { seen, newsletters: [...newsletters.values()], joins, timeZone };
}

function draftOf(drafts: Map<string, Draft>, slug: string): Draft {
  const known = drafts.get(slug);
  if (known !== undefined) return known;
  const draft: Draft = {
    slug,
    keep: false,
    regions: [],
    topics: [],
    pausedUntil: null,
    resume: false,
    opens: false,
    clicks: false,
  };
  drafts.set(slug, draft);
  return draft;
}

function setField(draft: Draft, field: string, { value, label }: { value: string; label: string }): void {
  switch (field) {
    case 'keep':
    case 'resume':
    case 'opens':
    case 'clicks':
      draft[field] = value === '1';
      return;
    case 'regions':
    case 'topics':
      draft[field].push(label);
      return;
    case 'language':
      draft.moveTo = value;
      return;
    case 'hour':
      draft.deliveryTime = value === '' ? null : value;
      return;
    case 'pause':
      draft.pausedUntil = value === '' ? null : value;
      return;
    default:
      throw subscriberErrors.error('preferences.changed');
  }
}
