import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { startApi, type RunningApi } from '@app/api';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { InviteOperator, IssueSignInLink } from '@app/operators';
import { Database, freePort, Log, migrate, newId, readConfig, startEmbeddedPostgres } from '@app/platform';
import { CountReadership } from '@app/subscribers';
import pg from 'pg';
import { AdminShellController } from '../../../apps/api/src/desk/admin-shell.controller.js';
import { openTestNewsroom } from '../demo-newsroom.js';
import { deliver, frozenEdition, notePace, pastEditions, proposedEdition, sumUp } from './gallery-editions.js';
import { callForHelp, furnish, listImports, watchSources } from './gallery-newsroom.js';
import { insertReaders, leaveByEditions } from './gallery-readers.js';
import { galleryDispatches } from './gallery-texts.js';
import type { Ask, Gallery } from './open-gallery.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Addresses below `/admin` of what the pictures show by itself. */
export interface GalleryPlaces {
  readonly desk: string;
  readonly edition: string;
  readonly compare: string;
  readonly dispatch: string;
  readonly subscriber: string;
  readonly import: string;
  readonly operator: string;
  readonly template: string;
}

/** @param adminFolder where the admin is built, if not in its place */
export async function openGallery(adminFolder?: string): Promise<Gallery & { readonly places: GalleryPlaces }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'colporteur-gallery-'));
  const closing: (() => Promise<void> | void)[] = [() => { rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); }]; // prettier-ignore
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const { api, config } = await startServices(folder, closing);
    if (adminFolder !== undefined)
      Object.assign(api.app.get(AdminShellController, { strict: false }), { folder: adminFolder });
    const gallery = { ...(await signIn(api, config.publicUrl)), close };
    return { ...gallery, places: await fill(gallery, api) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startServices(folder: string, closing: (() => Promise<void> | void)[]) {
  const postgres = await startEmbeddedPostgres({
    directory: path.join(folder, 'postgres'),
    settings: { fsync: 'off', synchronous_commit: 'off' },
  });
  closing.push(() => postgres.stop());
  const client = new pg.Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  await client.query('create database gallery');
  await client.end();
  const runtime = new URL(postgres.url('gallery'));
  Object.assign(runtime, { username: 'colporteur', password: 'gallery' });
  await migrate({ ownerUrl: postgres.url('gallery'), runtimeUrl: runtime.href });
  const port = await freePort();
  const config = readConfig({
    NODE_ENV: 'development',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SECRET_KEY: 'a key that only the gallery uses, never anything else',
    DATABASE_URL: runtime.href,
    SMTP_URL: 'smtp://127.0.0.1:9',
    FILES_URL: pathToFileURL(path.join(folder, 'files')).href,
  });
  const api = await startApi(config, new Log('silent'), { port });
  closing.push(() => api.close());
  return { api, config };
}

async function signIn(api: RunningApi, url: string): Promise<Omit<Gallery, 'close'>> {
  const from: Gallery['from'] = (service) => api.app.get(service as never, { strict: false });
  const invitation = { address: 'ana.ferreira@newsroom.example', name: 'Ana Ferreira', role: 'admin', locale: 'en', invitedBy: null } as const;
  const { operatorId } = await from(InviteOperator).invite(invitation);
  const { secret } = await from(IssueSignInLink).issue({ operatorId, issuedBy: null });
  const { headers } = await fetch(`${url}/admin/sign-in/${secret}`, { method: 'POST', redirect: 'manual' });
  const [name = '', value = ''] = (headers.get('set-cookie') ?? '').split(';')[0]?.split('=') ?? [];
  const ask: Ask = async (method, at, body, more = {}) => {
    const bytes = Buffer.isBuffer(body);
    const answer = await fetch(`${url}${at}`, {
      method,
      headers: { cookie: `${name}=${value}`, origin: url, ...(body !== undefined && { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }), ...more },
      ...(body !== undefined && { body: bytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${at} answered ${answer.status}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
  return { url, database: from(Database), from, ask, cookie: { name, value }, operatorId };
} // prettier-ignore

async function fill(gallery: Gallery, api: RunningApi): Promise<GalleryPlaces> {
  const { database, from, ask } = gallery;
  await openTestNewsroom(api, database, new Date());
  const newsletters = await database.selectFrom('newsletter').select(['id', 'slug']).execute();
  const idOf = (slug: string): string => newsletters.find((one) => one.slug === slug)?.id ?? '';
  await insertReaders(database, { newsletterId: idOf('monde'), locale: 'fr', brought: 6_400, daily: 46 });
  await insertReaders(database, { newsletterId: idOf('world'), locale: 'en', brought: 3_100, daily: 28 });
  await insertReaders(database, { newsletterId: idOf('alam'), locale: 'ar', brought: 1_900, daily: 17 });
  for (const slug of ['monde', 'alam']) await pastEditions(gallery, slug, new Date());
  await pastEditions(gallery, 'world', morning(-1));
  const yesterday = await frozenEdition(gallery, 'world');
  await deliver(gallery, yesterday, { due: morning(-1), state: 'sent', done: 1 });
  await sumUp(gallery, yesterday);
  await furnish(gallery);
  await watchSources(gallery);
  const dispatch = await tell(gallery);
  const today = await frozenEdition(gallery, 'world');
  await deliver(gallery, today, { due: morning(0), state: 'sent', done: 1 });
  const leaving = await frozenEdition(gallery, 'alam');
  await deliver(gallery, leaving, { due: minutesAgo(7), state: 'sending', done: 0.62 });
  await notePace(gallery, leaving);
  await leaveByEditions(database);
  await callForHelp(gallery);
  await soonDue(gallery, 'monde');
  const proposed = await proposedEdition(gallery, 'monde');
  await workOn(gallery, proposed.id);
  const imported = await listImports(gallery);
  await from(CountReadership).count();
  const { subscriptions } = (await ask('GET', '/api/v1/subscribers?newsletter=world&state=active&limit=200')) as { subscriptions: { subscriberId: string }[] };
  const { operators } = (await ask('GET', '/api/v1/operators')) as { operators: { id: string; name: string }[] };
  const { templates } = (await ask('GET', '/api/v1/templates')) as { templates: { id: string; kind: string }[] };
  return {
    desk: `/editions/${proposed.id}/desk`,
    edition: `/editions/${today.id}`,
    compare: `/editions/${today.id}/compare`,
    dispatch: `/dispatches/${dispatch}`,
    subscriber: `/subscribers/${subscriptions.at(-1)?.subscriberId ?? ''}`,
    import: `/subscribers/imports/${imported}`,
    template: `/templates/${templates.find(({ kind }) => kind === 'digest')?.id ?? ''}`,
    operator: `/operators/${operators.find(({ name }) => name === 'Moussa Diarra')?.id ?? ''}`,
  };
} // prettier-ignore

const minutesAgo = (minutes: number): Date =>
  new Date(Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - minutes * MINUTE_MS);

/** Seven o'clock UTC of a day that is over: today's, if it has been. */
function morning(days: number): Date {
  const at = new Date();
  at.setUTCHours(7, 0, 0, 0);
  // Its three waves are over by now.
  if (at.getTime() > Date.now() - 4 * HOUR_MS) at.setUTCDate(at.getUTCDate() - 1);
  at.setUTCDate(at.getUTCDate() + days);
  return at;
}

/** The gallery's own dispatches; one of them was changed since and is read by the picture of a dispatch. */
async function tell({ from, database, ask }: Gallery): Promise<string> {
  const rights = { mail: true, archive: true, feed: true };
  const own = await from(SourceRepository).ensure(database, { slug: 'correspondants', kind: 'operator', name: 'Newsroom', rights });
  const feeds = { fr: await from(SourceRepository).bySlug('agence-atlas'), en: await from(SourceRepository).bySlug('harbour-wire') };
  let last = '';
  for (const { hoursAgo, standfirst, ...text } of galleryDispatches) {
    const publishedAt = new Date(Date.now() - hoursAgo * HOUR_MS);
    const { region, ...told } = text;
    const given = { ...told, standfirst, externalId: newId(), link: `https://newsroom.example/${newId()}`, regions: [region], bodyHtml: `<p>${standfirst}</p>`, publishedAt };
    // The last is the desk's own: it is reworded below.
    const source = told.headline.startsWith('Brest') ? own : feeds[told.language];
    const stored = await from(StoreDispatch).store(source ?? own, given, publishedAt);
    last = stored.id;
  }
  await ask('POST', `/api/v1/dispatches/${last}/reword`, { headline: 'Brest forme les premiers capitaines de cargos à voile', reason: 'Titre précisé par la correspondante' });
  return last;
} // prettier-ignore

/** The desk has it in front of itself now: it is due in an hour and a quarter. */
async function soonDue({ ask }: Gallery, slug: string): Promise<void> {
  const at = new Date(Math.ceil((Date.now() + 75 * MINUTE_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS);
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Paris' }).format(at);
  const path = `/api/v1/newsletters/${slug}/settings`;
  const { version } = (await ask('GET', path)) as { version: number };
  const calendar = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, time]));
  const change = { calendar, approval: 'desk', unapproved: 'send_short', proposalLeadMinutes: 120, freezeLeadMinutes: 20, approvalDelayMinutes: 5, targetMinutes: 15 };
  await ask('PATCH', path, change, { 'if-match': `"${version}"` });
} // prettier-ignore

/** What an editor does before breakfast. */
async function workOn({ ask }: Gallery, id: string): Promise<void> {
  const at = `/api/v1/editions/${id}`;
  const read = async () => (await ask('GET', `${at}/proposal`)) as { version: number; blocks: { id: string; kind: string }[] };
  const { blocks, version } = await read();
  const stories = blocks.filter(({ kind }) => kind === 'dispatch');
  const acts = [
    { act: 'pin', block: stories[0]?.id },
    { act: 'exclude', block: stories.at(-1)?.id, reason: 'Déjà raconté hier dans l’édition du soir' },
    { act: 'rewrite', block: stories[1]?.id, standfirst: 'Le texte, adopté cette nuit, entre en vigueur dans dix-huit mois.' },
    { act: 'add_text', markdown: 'Bonjour. Une grande part de cette édition parle d’eau : ce n’est pas un hasard, c’est la saison.', signature: 'Ana Ferreira', position: 0 },
  ];
  await ask('POST', `${at}/acts`, acts, { 'if-match': `"${version}"` });
} // prettier-ignore
