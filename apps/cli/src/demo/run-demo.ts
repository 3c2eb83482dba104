import type { INestApplicationContext } from '@nestjs/common';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ReadEditionStatus, StartEdition, type EditionStatus, type LedgerCounts } from '@app/delivery';
import { SourceRepository, StoreDispatch } from '@app/dispatches';
import { AssembleEdition, ClaimEditions, FreezeEdition, NewsletterRepository, editionErrors } from '@app/editions';
import { Database, Log, newId } from '@app/platform';
import { Installation } from '../installation.js';
import { startInstance, type Instance } from '../instance.js';
import { openToolbox } from '../toolbox.js';
import { Journey, JourneyEnded, check, until, type StepResult } from './journey.js';
import { MailboxClient, header, type MailboxMessage } from './mailbox-client.js';

export interface DemoResult {
  readonly ok: boolean;
  readonly steps: readonly StepResult[];
  /** Counts by ledger state of the edition that was sent. */
  readonly edition: LedgerCounts | null;
}

const SLUG = 'monde';
const READER = 'lectrice@example.org';
/** Stays subscribed, so that the second edition is seen to leave at all. */
const OTHER_READER = 'lecteur@example.org';

interface Stage {
  readonly journey: Journey;
  readonly instance: Instance;
  readonly tools: INestApplicationContext;
  readonly mailbox: MailboxClient;
}

/** The whole main job on a throw-away instance, unattended. Leaves nothing behind. */
export async function runDemo(onStep: (step: StepResult) => void): Promise<DemoResult> {
  const journey = new Journey(onStep);
  const folder = mkdtempSync(path.join(tmpdir(), 'colporteur-demo-'));
  let edition: LedgerCounts | null = null;
  let stage: Stage | undefined;
  try {
    stage = await openStage(journey, folder);
    edition = await walk(stage);
  } catch (error) {
    // The step that failed stands in the list with its reason.
    if (!(error instanceof JourneyEnded)) throw error;
  } finally {
    await stage?.tools.close();
    await stage?.instance.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { ok: journey.ok, steps: journey.steps, edition };
}

async function openStage(journey: Journey, folder: string): Promise<Stage> {
  return journey.step('start a throw-away instance', async () => {
    const instance = await startInstance({
      installation: new Installation(folder),
      // A clean room: nothing of the shell's configuration reaches it.
      env: { LOG_LEVEL: 'silent', SWEEP_SECONDS: '1', HTTP_PORT: '0', PUBLIC_URL: 'http://127.0.0.1:3000' },
      ports: { http: 0, mailboxHttp: 0, mailboxSmtp: 0 },
    });
    if (instance.mailboxUrl === undefined) throw new Error('the instance has no local mailbox');
    const tools = await openToolbox(instance.config, new Log('silent'));
    const value = { journey, instance, tools, mailbox: new MailboxClient(instance.mailboxUrl) };
    return { value, detail: `PostgreSQL, queue (${instance.config.queueBackend}), api, worker and mailbox are up` };
  });
}

async function walk(stage: Stage): Promise<LedgerCounts> {
  const { journey } = stage;
  await subscribe(stage, READER);
  await journey.step('a second reader joins the same way', async () => {
    const quiet: Stage = { ...stage, journey: new Journey(() => undefined) };
    await subscribe(quiet, OTHER_READER);
    return { value: undefined, detail: 'stays subscribed to the end' };
  });
  const first = await assembleAndFreeze(stage);
  const status = await deliver(stage, first, 'delivered over SMTP', 2);
  const digest = await readDigest(stage, first);
  await journey.step('one-click unsubscribe', async () => {
    const url = /^<(https?:[^>]+)>$/.exec(header(digest, 'List-Unsubscribe'))?.[1] ?? '';
    const response = await fetch(here(stage, url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'manual',
    });
    check(response.status === 200, `POST answered ${response.status}`);
    return { value: undefined, detail: 'POST of RFC 8058 answered 200, no cookie, no redirect' };
  });
  await nextEditionSkips(stage);
  return status.counts;
}

/** Form, mailbox, button: as a browser without script would do it. */
async function subscribe(stage: Stage, address: string): Promise<void> {
  const { journey, mailbox } = stage;
  await journey.step('sign up by the form', async () => {
    const page = await fetch(`${stage.instance.url}/n/${SLUG}`);
    const html = await page.text();
    check(page.ok && html.includes('Je m’abonne'), 'the page with « Je m’abonne » did not come');
    const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1] ?? '';
    const response = await fetch(new URL(action, stage.instance.url), {
      method: 'POST',
      body: new URLSearchParams({ address }),
      redirect: 'manual',
    });
    check(response.status === 303, `POST ${action} answered ${response.status}`);
    return { value: undefined, detail: `POST ${action} answered 303` };
  });
  const url = await journey.step('confirmation read out of the mailbox', async () => {
    const message = await mailbox.find(address, 'the confirmation', (one) => /\/confirm\//.test(one.text ?? ''));
    const found = /https?:\/\/\S+\/confirm\/[\w-]+/.exec(message.text ?? '')?.[0] ?? '';
    return { value: found, detail: `« ${message.subject} »` };
  });
  await journey.step('confirmed by POST', async () => {
    const look = await fetch(here(stage, url));
    check(look.ok, `GET answered ${look.status}`);
    const response = await fetch(here(stage, url), { method: 'POST' });
    check(response.ok, `POST answered ${response.status}`);
    return { value: undefined, detail: 'GET changed nothing, POST made the subscription active' };
  });
}

async function assembleAndFreeze(stage: Stage): Promise<string> {
  const { journey, tools } = stage;
  const id = await journey.step('edition assembled from the stored dispatches', async () => {
    const newsletter = await tools.get(NewsletterRepository, { strict: false }).bySlug(SLUG);
    if (newsletter === undefined) throw editionErrors.error('newsletter.unknown', { slug: SLUG });
    const editionId = await tools.get(ClaimEditions, { strict: false }).claimNow(newsletter);
    await tools.get(AssembleEdition, { strict: false }).assemble(editionId);
    return { value: editionId, detail: `edition ${editionId}` };
  });
  await journey.step('approved by its policy and frozen', async () => {
    const frozen = await tools.get(FreezeEdition, { strict: false }).freeze(id, null);
    check(frozen.state === 'frozen', `state is ${frozen.state}`);
    return { value: undefined, detail: `revision ${frozen.currentRevision ?? 0}` };
  });
  return id;
}

async function deliver(stage: Stage, editionId: string, name: string, submitted: number): Promise<EditionStatus> {
  return stage.journey.step(name, async () => {
    await stage.tools.get(StartEdition, { strict: false }).start(editionId);
    const reader = stage.tools.get(ReadEditionStatus, { strict: false });
    const status = await until('the edition is sent', async () => {
      const now = await reader.read(editionId);
      return now.edition.state === 'sent' ? now : undefined;
    });
    check(status.counts.submitted === submitted, `submitted ${status.counts.submitted}, expected ${submitted}`);
    return {
      value: status,
      detail: `${status.counts.submitted} of ${status.counts.recipients} submitted, ${status.counts.uncertain} uncertain`,
    };
  });
}

async function readDigest(stage: Stage, editionId: string): Promise<MailboxMessage> {
  return stage.journey.step('digest read back and checked', async () => {
    const message = await stage.mailbox.find(READER, 'the digest', (one) => header(one, 'List-Id') !== '');
    const stories = (message.html?.match(/<h3\b/g) ?? []).length;
    check(message.subject.startsWith('Le monde ce matin'), `subject is « ${message.subject} »`);
    check(stories >= 6, `${stories} stories`);
    const links = [...(message.text ?? '').matchAll(/https:\/\/newsroom\.example\/\S+/g)];
    check(links.length >= stories, 'the plain-text part lacks links of its stories');
    check(/\/unsubscribe\//.test(message.text ?? ''), 'the plain-text part has no way out');
    check(
      /^<https?:\/\/[^>]+\/unsubscribe\/[\w-]+>$/.test(header(message, 'List-Unsubscribe')),
      'List-Unsubscribe is missing',
    );
    check(
      header(message, 'List-Unsubscribe-Post') === 'List-Unsubscribe=One-Click',
      'List-Unsubscribe-Post is missing',
    );
    check(!/@@/.test(`${message.html ?? ''}${message.text ?? ''}`), 'a placeholder was left in the message');
    check(/^b\+/.test(message.envelope.from), 'the return path is not ours');
    return {
      value: message,
      detail: `« ${message.subject} », ${stories} stories, text part, List-Unsubscribe (${editionId.slice(0, 8)})`,
    };
  });
}

async function nextEditionSkips(stage: Stage): Promise<void> {
  const { journey, tools, mailbox } = stage;
  await journey.step('a new dispatch comes in', async () => {
    const source = await tools
      .get(SourceRepository, { strict: false })
      .ensure(tools.get(Database), { slug: 'correspondants', kind: 'operator', name: 'Newsroom' });
    const stored = await tools.get(StoreDispatch, { strict: false }).store(source, {
      externalId: newId(),
      language: 'fr',
      headline: 'Lisbonne rouvre son tramway des collines',
      standfirst: 'Après deux ans de travaux, la ligne relie de nouveau le port au vieux quartier.',
      link: 'https://newsroom.example/fr/europe/lisbonne-tramway',
      countries: ['PT'],
      regions: ['europe'],
    });
    return { value: undefined, detail: `dispatch ${stored.outcome}` };
  });
  const quiet: Stage = { ...stage, journey: new Journey(() => undefined) };
  await journey.step('next edition is not sent to that reader', async () => {
    const before = (await mailbox.to(READER)).length;
    const second = await assembleAndFreeze(quiet);
    const status = await deliver(quiet, second, 'delivered', 1);
    const after = (await mailbox.to(READER)).length;
    check(after === before, 'the reader who left was mailed again');
    check(status.counts.recipients === 1, `${status.counts.recipients} in the audience`);
    return { value: undefined, detail: 'sent to the other reader only' };
  });
}

/** Mails name the public address; the throw-away instance listens on a port of its own. */
function here(stage: Stage, url: string): string {
  const { pathname } = new URL(url);
  return new URL(pathname, stage.instance.url).href;
}
