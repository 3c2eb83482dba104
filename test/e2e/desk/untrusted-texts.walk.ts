import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { newId } from '@app/platform';
import { CountReadership, RunUploads } from '@app/subscribers';
import { enter, settled } from '../../support/admin-navigation.js';
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
    await placed(desk);
    const list = await broughtIn(desk);
    const live = [...list.live];
    ids.subscribers.push(...list.subscribers);
    for (const screen of screens(ids)) live.push(...(await liveAt(desk, `/admin/${screen}`)));
    for (const address of readerPages) live.push(...(await liveOn(desk, address)));
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
  readonly subscribers: string[];
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
  return { digest: await rewritten(desk), template: made, dispatch, edition, operator, subscribers: [subscriptions[0]?.subscriberId ?? ''] };
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

/** A reader who came by a form that stands, so its page says, at a place of such a name. */
async function placed({ page, url, api, ask }: DeskWalk): Promise<void> {
  const [script = '', image = ''] = PROBES;
  await page.goto(`${url}/n/world?placement=${encodeURIComponent(image)}&page=${encodeURIComponent(script)}`);
  await page.locator('#address').fill('placed@readers.example');
  await page.locator('form button').first().click();
  await page.waitForURL(/\?sent=1$/);
  await api.app.get(CountReadership, { strict: false }).count();
  const { newsletters } = (await ask('GET', '/api/v1/readership')) as { newsletters: unknown };
  expect(JSON.stringify(newsletters)).not.toBe('[]');
}

interface BroughtIn {
  readonly id: string;
  /** What became of a probe on the screens on the way. */
  readonly live: readonly string[];
  readonly subscribers: readonly string[];
}

/** A list of another platform: its name, its columns and every field of its rows would act. */
async function broughtIn(desk: DeskWalk): Promise<BroughtIn> {
  const { ask, api, database } = desk;
  const [script = '', image = '', svg = '', ends = '', link = '', template = '', frame = ''] = PROBES;
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const row = (...cells: string[]): string => cells.map(cell).join(',');
  const readers = PROBES.map((probe, at) => row(`listed-${at}@readers.example`, at % 2 === 0 ? probe : '2020-01-02', probe, probe, probe));
  const file = [row('email', 'consented at', image, 'wording', 'page'), ...readers, row(script, ends, link, template, frame)].join('\n');
  const { id } = (await ask('POST', '/api/v1/imports', { newsletter: 'world', fileName: `${svg}.csv` })) as { id: string };
  await ask('PUT', `/api/v1/imports/${id}/parts/0`, Buffer.from(file), { 'content-type': 'application/octet-stream' });
  const at = `/admin/subscribers/imports/${id}`;
  const live = [...(await liveOn(desk, at))];
  const options = { platform: script, wording: frame, consentDate: '2020-01-02', map: { page: 'page', wording: 'wording' } };
  await ask('POST', `/api/v1/imports/${id}/rehearse`, options);
  const worker = api.app.get(RunUploads, { strict: false });
  await worker.runWaiting();
  live.push(...(await liveOn(desk, at)));
  await ask('POST', `/api/v1/imports/${id}/apply`, { attested: true });
  await worker.runWaiting();
  const found = await database.selectFrom('subscription').select('subscriber_id').where('import_id', 'is not', null).execute();
  expect(found.length).toBeGreaterThan(0);
  return { id, live, subscribers: found.slice(0, 2).map(({ subscriber_id }) => subscriber_id) };
} // prettier-ignore

async function changeNewsletter({ ask }: DeskWalk, change: object): Promise<void> {
  const path = '/api/v1/newsletters/world/settings';
  const { version } = (await ask('GET', path)) as { version: number };
  await ask('PATCH', path, change, { 'if-match': `"${version}"` });
}

/** Of two that are one screen, none follows the other: see {@link enter}. */
const screens = ({ digest, template, dispatch, edition, operator, subscribers }: Ids): readonly string[] => [
  '',
  'account',
  'api-keys',
  'api-keys/new',
  'audit',
  'newsletters/world/desk',
  `editions/${edition}/desk`,
  'dispatches',
  `editions/${digest}/desk`,
  `dispatches/${dispatch}`,
  'editions',
  `editions/${edition}`,
  'newsletters',
  'newsletters/world/preview',
  'newsletters/new',
  'newsletters/world/settings',
  'newsletters/world/embed',
  'settings',
  `newsletters/world/embed?placement=${encodeURIComponent(PROBES[1] ?? '')}`,
  'operators',
  'operators/invite',
  `operators/${operator}`,
  'sources',
  'sources/probe',
  ...subscribers.flatMap((one) => [`subscribers/${one}`, 'subscribers']),
  'subscribers/readership?newsletter=world&step=day',
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
  await settled(page);
  return alive(page, at);
}

/** The same of a screen of the admin, which is open. */
async function liveAt({ page }: DeskWalk, at: string): Promise<string[]> {
  await enter(page, at);
  return alive(page, at);
}

async function alive(page: Page, at: string): Promise<string[]> {
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
