import type { IncomingDispatch } from '../dispatch.js';
import { DISPATCH_LIMITS } from '../dispatch-limits.js';
import type { FeedEntry } from '../feeds/feed-parsing.js';
import type { DispatchRow } from '../store/dispatch-row.js';

/** What would be changed or left out of an entry on its way in, for somebody who judges a feed. */
export interface PreviewNote {
  /**
   * `elements_dropped`: `detail` names them; `headline_cut`, `standfirst_cut`: longer than we keep; `undated`: first seen
   * stands in; `date_not_kept`: it cannot be; `back_catalogue`: listed before the feed was watched, news to nobody;
   * `withheld`: a mark in its headline; `damaged`: characters were lost before it came here; `no_text`; `no_link`;
   * `link_dropped`, `picture_dropped`: the address is none we keep.
   */
  readonly code: PreviewNoteCode;
  readonly detail: string | null;
}

export type PreviewNoteCode =
  | 'elements_dropped'
  | 'headline_cut'
  | 'standfirst_cut'
  | 'undated'
  | 'date_not_kept'
  | 'back_catalogue'
  | 'withheld'
  | 'damaged'
  | 'no_text'
  | 'no_link'
  | 'link_dropped'
  | 'picture_dropped';

interface Previewed {
  readonly entry: FeedEntry;
  readonly incoming: IncomingDispatch;
  /** undefined: nothing would be stored. */
  readonly row: DispatchRow | undefined;
}

/** Elements that are named; more say nothing more. */
const MAX_NAMED = 8;

/** Pure. */
export function previewNotes({ entry, incoming, row }: Previewed): PreviewNote[] {
  const notes: PreviewNote[] = [];
  const note = (code: PreviewNoteCode, isSo: boolean, detail: string | null = null): void => {
    if (isSo) notes.push({ code, detail });
  };
  const dropped = row === undefined ? [] : droppedElements(entry.contentHtml ?? '', row.body_html);
  const dated = entry.published ?? entry.updated;
  note('elements_dropped', dropped.length > 0, dropped.slice(0, MAX_NAMED).join(', '));
  note('headline_cut', entry.title.length > DISPATCH_LIMITS.line);
  note('standfirst_cut', (incoming.standfirst ?? '').length === DISPATCH_LIMITS.standfirst);
  note('undated', dated === undefined);
  note('date_not_kept', dated !== undefined && row?.published_is_first_seen === true);
  note('back_catalogue', row?.is_back_catalogue === true);
  note('withheld', row !== undefined && row.status !== 'usable', row?.status_reason ?? null);
  note('damaged', entry.damaged);
  note('no_text', (incoming.standfirst ?? '') === '' && (row?.body_html ?? '') === '');
  note('no_link', entry.link === undefined);
  note('link_dropped', entry.link !== undefined && incoming.link === undefined);
  note('picture_dropped', entry.image !== undefined && incoming.picture === undefined);
  return notes;
}

/** Names of elements that came and are not stored. */
function droppedElements(given: string, stored: string): string[] {
  const kept = elementNames(stored);
  return [...elementNames(given)].filter((name) => !kept.has(name)).sort();
}

function elementNames(html: string): Set<string> {
  return new Set([...html.matchAll(/<([a-z][a-z0-9-]{0,20})/gi)].map(([, name = '']) => name.toLowerCase()));
}
