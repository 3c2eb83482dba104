import type { FrameWidth } from '../elements/mail/view.js';
import type { PreviewWish } from './queries.js';

/**
 * What of a template is on screen. All of it stands in the address, so that a colleague who gets the link sees the same;
 * the second pane's settings have a `2` behind their names. A reader is named by an opaque id, never by an address.
 */

export const sources = ['mjml', 'text', 'partials'] as const;
export const appearances = ['light', 'dark', 'forced-gmail', 'forced-outlook'] as const;
export const previewParts = ['html', 'text', 'headers', 'source'] as const;
export const texts = ['draft', 'published'] as const;
export const frameWidths = ['phone', 'tablet', 'desktop'] as const;
export const samples = ['ordinary', 'one-story', 'sixty-stories', 'long-headline', 'no-picture', 'sponsor', 'arabic'] as const; // prettier-ignore
export const languages = ['fr', 'en', 'es', 'ar'] as const;

export type Appearance = (typeof appearances)[number];
export type PreviewPart = (typeof previewParts)[number];

/** Which there are, the server says. */
type NoticeKind = Extract<PreviewWish['content'], { notice: unknown }>['notice'];

export interface PaneView {
  width: FrameWidth;
  appearance: Appearance;
  part: PreviewPart;
  pictures: boolean;
  /** undefined: the newsletter's own */
  language: string | undefined;
  /** `sample:ordinary`, `newsletter:<id>` (its next edition), `edition:<id>` */
  content: string;
  /** `everything`, `two-regions`, `reader:<id>` */
  profile: string;
  /** what is typed, or the version that is mailed */
  of: (typeof texts)[number];
}

export interface WorkshopView {
  /** which of the sources is in the editor, or the partials */
  source: (typeof sources)[number];
  /** two panes side by side */
  two: boolean;
  /** of a partial: id of the template it is seen in; undefined: the first that names it */
  within: string | undefined;
  /** 1-based, of the source: where to begin */
  line: number | undefined;
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown, otherwise: T): T {
  return allowed.find((each) => each === value) ?? otherwise;
}

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const CONTENT = new RegExp(`^(?:sample:(?:${samples.join('|')})|(?:newsletter|edition):${ID}|notice:[a-z_]{1,40})$`);
const ONE_ID = new RegExp(`^${ID}$`);
const PROFILE = new RegExp(`^(?:everything|two-regions|reader:${ID})$`);

function matching(pattern: RegExp, value: unknown, otherwise: string): string {
  return typeof value === 'string' && pattern.test(value) ? value : otherwise;
}

export function readWorkshopView(search: Record<string, unknown>): WorkshopView {
  const { within, line } = search;
  return {
    source: oneOf(sources, search['editor'], 'mjml'),
    two: search['two'] === true,
    within: typeof within === 'string' && ONE_ID.test(within) ? within : undefined,
    line: typeof line === 'number' && Number.isInteger(line) && line > 0 ? line : undefined,
  };
}

/** @param suffix `` of the first pane, `2` of the second */
export function readPane(suffix: '' | '2'): (search: Record<string, unknown>) => PaneView {
  return (search) => {
    const given = (name: string): unknown => search[`${name}${suffix}`];
    return {
      width: oneOf(frameWidths, given('width'), suffix === '' ? 'desktop' : 'phone'),
      appearance: oneOf(appearances, given('appearance'), suffix === '' ? 'light' : 'dark'),
      part: oneOf(previewParts, given('part'), 'html'),
      pictures: given('pictures') !== false,
      language: languages.find((each) => each === given('language')),
      content: matching(CONTENT, given('content'), 'sample:ordinary'),
      profile: matching(PROFILE, given('profile'), 'everything'),
      of: oneOf(texts, given('of'), 'draft'),
    };
  };
}

const names = ['width', 'appearance', 'part', 'pictures', 'language', 'content', 'profile', 'of'] as const;

/** A pane's settings, with something in it that a template of this kind can be filled with. */
export function contentFor(view: PaneView, kind: string): PaneView {
  const isNotice = view.content.startsWith('notice:');
  if (isNotice === (kind === 'notice')) return view;
  return { ...view, content: kind === 'notice' ? 'notice:confirmation' : 'sample:ordinary' };
}

/** For the router: what it knows of an address, as it stands there. */
export function readWorkshopSearch(search: Record<string, unknown>): Record<string, unknown> {
  const known = ['editor', 'two', 'within', 'line', ...names, ...names.map((name) => `${name}2`)];
  const kept = known.flatMap((name): [string, unknown][] => {
    const value = search[name];
    return ['string', 'boolean', 'number'].includes(typeof value) ? [[name, value]] : [];
  });
  return Object.fromEntries(kept);
}

/** Under whose name samples are shown, and in which language where no newsletter is mailed with the template. */
export interface Filler {
  newsletter: string | undefined;
  language: string;
}

interface Mailed {
  id: string;
  language: string;
}

/** The newsletter mailed with it that speaks the operator's language, else the first one. */
export function fillerOf(
  { usedBy }: { usedBy: readonly { id: string; kind: string }[] },
  newsletters: readonly Mailed[],
  locale: string,
): Filler {
  const users = new Set(usedBy.filter(({ kind }) => kind === 'newsletter').map(({ id }) => id));
  const mailed = newsletters.filter(({ id }) => users.has(id));
  const own = mailed.find(({ language }) => language.split('-')[0] === locale) ?? mailed[0];
  return { newsletter: own?.id, language: locale };
}

/** As the API is asked. */
export function wishOf(view: PaneView, template: PreviewWish['template'], filler: Filler): PreviewWish {
  const [kind = '', value = ''] = view.content.split(':');
  const [who, reader = ''] = view.profile.split(':');
  const content = contentOf(kind, value, filler.newsletter);
  const isNobodys = kind === 'notice' || (kind === 'sample' && filler.newsletter === undefined && value !== 'arabic');
  const language = view.language ?? (isNobodys ? filler.language : undefined);
  return {
    template,
    content,
    ...(language === undefined ? {} : { language }),
    profile: who === 'reader' ? { reader } : who === 'two-regions' ? 'two-regions' : 'everything',
    appearance: view.appearance,
    pictures: view.pictures,
  };
}

function contentOf(kind: string, value: string, filler: string | undefined): PreviewWish['content'] {
  if (kind === 'newsletter') return { newsletter: value, edition: 'proposal' };
  if (kind === 'edition') return { edition: value };
  if (kind === 'notice') return { notice: value as NoticeKind };
  const sample = oneOf(samples, value, 'ordinary');
  return filler === undefined ? { sample } : { sample, newsletter: filler };
}

/** What of the list of templates is on screen: those in use, or the archive. */
export function readListView(search: Record<string, unknown>): { archived: boolean } {
  return { archived: search['archived'] === true };
}
