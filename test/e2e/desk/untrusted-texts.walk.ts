import { expect } from '@jest/globals';
import { newId } from '@app/platform';
import { liveIn, PROBE_MARKUP, PROBES } from '../../support/probes.js';
import type { DeskWalk, Walk } from '../../support/desk-walk.js';

/** Texts that would act wherever somebody may write one, then every screen and page that shows them. */
export const walk: Walk = {
  room: 'untrusted texts',
  run: async (desk) => {
    const { page } = desk;
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const ids = await write(desk);
    const live: string[] = [];
    for (const address of [...screens(ids).map((at) => `/admin/${at}`), ...readerPages])
      live.push(...(await liveOn(desk, address)));
    expect(live).toEqual([]);
    expect(dialogs).toEqual([]);
    await mailsAreTexts(desk);
  },
};

interface Ids {
  readonly digest: string;
  readonly template: string;
  readonly dispatch: string;
  readonly edition: string;
  readonly operator: string;
  readonly subscriber: string;
}

async function write(desk: DeskWalk): Promise<Ids> {
  const { ask } = desk;
  const [script = '', image = '', svg = '', ends = '', link = '', template = '', frame = ''] = PROBES;
  // First: a name that looks like a place of a template left open blocks whatever would show it.
  const { id: made } = (await ask('POST', '/api/v1/templates', { slug: 'probe', name: script, kind: 'letter' })) as { id: string };
  await changeNewsletter(desk, { name: template, promise: ends, senderName: svg });
  await ask('POST', '/api/v1/sources', { slug: 'probe', name: script, folder: svg, usageTerms: ends, rights: { credit: link } });
  let dispatch = '';
  for (const [index, probe] of PROBES.entries()) {
    const body = { externalId: `probe-${index}`, language: 'en', headline: `${probe} ${index}`, standfirst: probe, byline: link, bodyHtml: PROBE_MARKUP, publishedAt: new Date().toISOString(), regions: ['europe'] };
    dispatch = ((await ask('POST', '/api/v1/dispatches', body)) as { id: string }).id;
  }
  await ask('POST', `/api/v1/dispatches/${dispatch}/withhold`, { reason: frame });
  await ask('PATCH', '/api/v1/account', { name: image, locale: 'en' });
  const { id: operator } = (await ask('POST', '/api/v1/operators', { address: 'probe@newsroom.example', name: frame, role: 'viewer' })) as { id: string };
  await ask('POST', '/api/v1/api-keys', { operatorId: operator, name: ends, scopes: ['dispatches:read'] });
  await ask('PUT', '/api/v1/transports/probe', { host: '127.0.0.1', port: 1, username: image, password: svg });
  const today = new Date().toISOString().slice(0, 10);
  await ask('POST', '/api/v1/newsletters/world/insertions', { kind: 'sponsor', advertiser: svg, title: script, text: link, linkLabel: '<b data-probe>x', link: 'https://newsroom.example/?"><script>', firstDay: today, lastDay: today });
  const evidence = { method: script, verifiedAt: new Date().toISOString(), page: image, wording: ends, wordingVersion: link };
  await ask('POST', '/api/v1/subscriptions', { address: 'probe@readers.example', newsletters: ['world'], evidence });
  const { subscriptions } = (await ask('GET', '/api/v1/subscribers?newsletter=world')) as { subscriptions: { subscriberId: string }[] };
  await ask('POST', '/api/v1/takedowns', { object: 'dispatch', objectId: dispatch, mode: 'redact', reference: svg, publicReason: script });
  const { id: edition } = (await ask('POST', '/api/v1/newsletters/world/letters', { subject: ends, preheader: image, markdown: `${PROBES.join('\n\n')}\n\n[x](javascript:__pwned=1)`, signature: svg })) as { id: string };
  return { digest: await rewritten(desk), template: made, dispatch, edition, operator, subscriber: subscriptions[0]?.subscriberId ?? '' };
} // prettier-ignore

/** A digest whose first story the desk gave words of its own, and an alarm about it that nobody's code would raise. */
async function rewritten({ ask, database }: DeskWalk): Promise<string> {
  const [script = '', image = '', svg = ''] = PROBES;
  const { id } = (await ask('POST', '/api/v1/newsletters/world/digests', {})) as { id: string };
  const { version, blocks } = (await ask('GET', `/api/v1/editions/${id}/proposal`)) as { version: number; blocks: { id: string; kind: string }[] };
  const block = blocks.find(({ kind }) => kind === 'dispatch')?.id;
  await ask('POST', `/api/v1/editions/${id}/acts`, { act: 'rewrite', block, headline: image, standfirst: svg }, { 'if-match': `"${version}"` });
  const { newsletter_id } = await database.selectFrom('edition').select('newsletter_id').where('id', '=', id).executeTakeFirstOrThrow();
  const detail = JSON.stringify({ reason: script, cause: image, error: svg });
  await database.insertInto('desk_alarm').values({ id: newId(), newsletter_id, edition_id: id, code: 'edition.held', detail }).execute();
  return id;
} // prettier-ignore

async function changeNewsletter({ ask }: DeskWalk, change: object): Promise<void> {
  const path = '/api/v1/newsletters/world/settings';
  const { version } = (await ask('GET', path)) as { version: number };
  await ask('PATCH', path, change, { 'if-match': `"${version}"` });
}

const screens = ({ digest, template, dispatch, edition, operator, subscriber }: Ids): readonly string[] => [
  '',
  'account',
  'api-keys',
  'api-keys/new',
  'audit',
  'desk',
  'newsletters/world/desk',
  `editions/${edition}/desk`,
  `editions/${digest}/desk`,
  'dispatches',
  `dispatches/${dispatch}`,
  'editions',
  `editions/${edition}`,
  'newsletters',
  'newsletters/world/preview',
  'newsletters/new',
  'newsletters/world/settings',
  'newsletters/world/embed',
  `newsletters/world/embed?placement=${encodeURIComponent(PROBES[1] ?? '')}`,
  'operators',
  'operators/invite',
  `operators/${operator}`,
  'settings',
  'sources',
  'sources/probe',
  'subscribers',
  `subscribers/${subscriber}`,
  'subscribers/readership',
  'subscribers/imports',
  'templates',
  `templates/${template}/versions`,
  'transports',
  'transports/by-name/probe',
];

const readerPages = ['/', '/n/world', '/n/world/frame', '/n/world/archive', '/privacy'];

/** What a probe became on a page, if anything. */
async function liveOn({ page, url }: DeskWalk, at: string): Promise<string[]> {
  await page.goto(`${url}${at}`);
  await page.locator('h1, form').first().waitFor();
  // What is on its way shows as a skeleton; a page for readers has none.
  await page.locator('main [data-visible]').first().waitFor({ state: 'detached' });
  const found = await page.evaluate<string[]>(liveIn('document'));
  if ((await page.evaluate('globalThis.__pwned')) !== undefined) found.push('a script of theirs ran');
  return found.map((one) => `${at}: ${one}`);
}

async function mailsAreTexts({ ask, page }: DeskWalk): Promise<void> {
  const { newsletters } = (await ask('GET', '/api/v1/newsletters')) as { newsletters: { id: string; slug: string }[] };
  const id = newsletters.find(({ slug }) => slug === 'world')?.id ?? '';
  const mail = (await ask('GET', `/api/v1/newsletters/${id}/preview`)) as { subject: string; html: string; text: string };
  // Judged on a page of no policy: a reader's page would refuse the mail's own styles, and complain.
  const blank = await page.context().newPage();
  const parsed = `new DOMParser().parseFromString(${JSON.stringify(mail.html)}, 'text/html')`;
  const live = await blank.evaluate<string[]>(liveIn(parsed));
  await blank.close();
  expect(live).toEqual([]);
  expect(mail.html).not.toContain('stranger.example');
  // The templates' own language is a text like any other.
  expect(mail.html).toContain('{{7*7}}');
  expect(mail.subject).not.toMatch(/[\r\n]/);
} // prettier-ignore
