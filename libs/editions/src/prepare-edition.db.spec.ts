import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { KeepPicture, SourceRepository, StoreDispatch, type IncomingDispatch } from '@app/dispatches';
import { TemplateRepository } from '@app/mail';
import { newId } from '@app/platform';
import { FrozenClock } from '../../../test/support/frozen-clock.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { noise } from '../../../test/support/pictures.js';
import { createNewsroom, type Newsroom } from '../../../test/support/newsroom.js';
import { asOwner } from '../../../test/support/sending.js';
import { openTools } from '../../../test/support/tools.js';
import { ClaimEditions } from './calendar/claim-editions.service.js';
import { readerLinks } from './digest/digest-view.js';
import { EditionRepository, type Edition } from './edition.repository.js';
import { EditionsModule } from './editions.module.js';
import { NewsletterRepository } from './newsletters/newsletter.repository.js';
import { AssembleEdition } from './assembly/assemble-edition.service.js';
import { FreezeEdition } from './revisions/freeze-edition.service.js';
import { RevisionRepository } from './revisions/revision.repository.js';
import { PrepareEdition } from './prepare-edition.service.js';

/** Due at 06:00 UTC, prepared from 05:30 on. */
const DUE = new Date('2026-03-10T06:00:00Z');
const hours = (count: number, from = DUE): Date => new Date(from.getTime() + count * 3_600_000);

let test: TestDatabase;
let clock: FrozenClock;
let tools: INestApplicationContext;
let newsroom: Newsroom;

beforeAll(async () => {
  test = await createTestDatabase();
  clock = new FrozenClock(hours(-6));
  tools = await openTools(test.config, [EditionsModule], { clock });
});
beforeEach(async () => {
  clock.set(hours(-6));
  await asOwner(test, (client) =>
    client.query('truncate brand, template, source, operator, cluster, rendering, audit_entry cascade'),
  );
  newsroom = await createNewsroom(test.database, { created_at: hours(-1_000) });
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

const prepare = (): PrepareEdition => tools.get(PrepareEdition);

/** Comes in at the clock's time. */
async function arrive(headline: string, change: Partial<IncomingDispatch> = {}, slug = 'desk'): Promise<string> {
  const source = await tools.get(SourceRepository, { strict: false }).bySlug(slug);
  if (source === undefined) throw new Error('the source is missing');
  const { id } = await tools.get(StoreDispatch, { strict: false }).store(source, {
    externalId: randomUUID(),
    language: 'fr',
    headline,
    standfirst: 'Les pêcheurs y débarquent de nouveau depuis l’aube.',
    link: `https://gazette.example/${randomUUID()}`,
    countries: ['FR'],
    regions: ['france'],
    publishedAt: clock.now(),
    ...change,
  });
  return id;
}

/** Our own copy of a dispatch's picture comes to be; 800 × 600. */
async function keepPicture(dispatchId: string, url: string): Promise<void> {
  const original = await noise(800, 600).jpeg().toBuffer();
  expect(await tools.get(KeepPicture, { strict: false }).keepFor(dispatchId, url, original)).toBe(true);
}

/** The clock moves on to half an hour before `due`, and the edition is claimed. */
async function claim(due = DUE): Promise<string> {
  clock.set(hours(-0.5, due));
  const [id] = await tools.get(ClaimEditions).claimDue();
  if (id === undefined) throw new Error('nothing was due');
  return id;
}

async function edition(id: string): Promise<Edition> {
  const found = await tools.get(EditionRepository).byId(test.database, id);
  if (found === undefined) throw new Error('the edition is missing');
  return found;
}

async function rendering(id: string): Promise<{ subject: string; html: string; text: string }> {
  const row = await test.database.selectFrom('variant').select('id').where('edition_id', '=', id).executeTakeFirstOrThrow();
  const found = await tools.get(RevisionRepository).rendering(row.id);
  if (found === undefined) throw new Error('the rendering is missing');
  return found;
} // prettier-ignore

/** What the frozen edition holds, in order. */
async function headlines(id: string): Promise<string[]> {
  const rows = await test.database
    .selectFrom('revision_block')
    .select('content')
    .where('edition_id', '=', id)
    .orderBy('position')
    .execute();
  return rows.map((row) => String(row.content['headline']));
}

describe('from claimed to frozen', () => {
  it('writes blocks, revision, template version, bytes and the audit, and then finds nothing more to do', async () => {
    const dispatchId = await arrive('Le port rouvre son quai');
    const id = await claim();
    await prepare().prepare(id);
    expect(await edition(id)).toMatchObject({
      state: 'frozen',
      currentRevision: 1,
      cutOff: hours(-0.5),
      windowFrom: hours(-36.5),
    });
    const revision = await test.database.selectFrom('revision').selectAll().execute();
    expect(revision).toMatchObject([{ edition_id: id, number: 1, approved_by: null }]);
    const blocks = await test.database.selectFrom('revision_block').selectAll().execute();
    expect(blocks).toMatchObject([{ dispatch_id: dispatchId, dispatch_version: 1, position: 0, section: 'france' }]);
    const { subject, html, text } = await rendering(id);
    expect(subject).toContain('Le port rouvre son quai');
    expect(html).toContain(readerLinks.unsubscribe);
    expect(text).toContain(readerLinks.unsubscribe);
    const audit = await test.database.selectFrom('audit_entry').selectAll().execute();
    expect(audit).toMatchObject([{ action: 'edition.approved', object: `edition:${id}`, operator_id: null }]);

    const before = [revision, blocks, audit];
    await prepare().prepare(id);
    expect((await tools.get(FreezeEdition).freeze(id, null)).currentRevision).toBe(1);
    expect([
      await test.database.selectFrom('revision').selectAll().execute(),
      await test.database.selectFrom('revision_block').selectAll().execute(),
      await test.database.selectFrom('audit_entry').selectAll().execute(),
    ]).toEqual(before);
  });

  it('by five workers at once is done once', async () => {
    await arrive('Le port rouvre son quai');
    const id = await claim();
    await Promise.all(Array.from({ length: 5 }, () => prepare().prepare(id)));
    expect(await test.database.selectFrom('revision').select('number').execute()).toEqual([{ number: 1 }]);
    expect(await test.database.selectFrom('audit_entry').select('id').execute()).toHaveLength(1);
  });

  it('keeps what was frozen, whatever becomes of the dispatch and the template afterwards', async () => {
    const externalId = randomUUID();
    await arrive('Le port rouvre son quai', { externalId });
    const id = await claim();
    await prepare().prepare(id);
    const before = await rendering(id);
    await arrive('Le port ferme son quai', { externalId });
    await tools.get(TemplateRepository, { strict: false }).publish(test.database, {
      slug: 'digest', kind: 'digest', name: 'Digest', mjml: '<mjml><mj-body></mj-body></mjml>', plainText: 'x', note: '',
    }); // prettier-ignore
    await prepare().prepare(id);
    expect(await rendering(id)).toEqual(before);
    expect(await headlines(id)).toEqual(['Le port rouvre son quai']);
    for (const statement of ['update revision set subject = $$x$$', 'update revision_block set position = 9', 'update rendering set html = $$x$$', 'delete from variant'])
      await expect(sql.raw(statement).execute(test.database)).rejects.toThrow('permission denied'); // prettier-ignore
  });

  it('without a usable dispatch is empty, and mailed to nobody', async () => {
    const id = await claim();
    await prepare().prepare(id);
    expect(await edition(id)).toMatchObject({ state: 'empty', reason: 'edition.empty', currentRevision: null });
    await expect(tools.get(FreezeEdition).freeze(id, null)).rejects.toMatchObject({ code: 'edition.wrong_state' });
    expect(await tools.get(EditionRepository).startable(10)).toEqual([]);
  });

  it('of an edition that does not exist is an error, of one that is over nothing to do', async () => {
    await expect(prepare().prepare(newId())).rejects.toMatchObject({ code: 'edition.unknown' });
    await arrive('Le port rouvre son quai');
    const id = await claim();
    await test.database.updateTable('edition').set({ state: 'cancelled', cancelled_at: clock.now() }).execute();
    await prepare().prepare(id);
    expect(await edition(id)).toMatchObject({ state: 'cancelled', currentRevision: null });
    await expect(tools.get(FreezeEdition).freeze(id, null)).rejects.toMatchObject({ code: 'edition.wrong_state' });
  });

  it('that fails in the middle leaves the edition proposed, and the next try ends it', async () => {
    await arrive('Le port rouvre son quai');
    const id = await claim();
    const good = await test.database.selectFrom('template_version').selectAll().executeTakeFirstOrThrow();
    const templates = tools.get(TemplateRepository, { strict: false });
    const alarms = () => test.database.selectFrom('desk_alarm').select(['code', 'detail', 'settled_at']).orderBy('code').execute();
    const byOwner = (statement: string) => asOwner(test, (client) => client.query(statement));
    await byOwner('alter table block add constraint no_room check (false)');
    await expect(prepare().prepare(id)).rejects.toThrow();
    expect(await edition(id)).toMatchObject({ state: 'claimed' });
    const unsettled = { code: 'edition.assemble_failed', detail: { failure: 'internal' }, settled_at: null };
    expect(await alarms()).toEqual([unsettled]);
    await byOwner('alter table block drop constraint no_room');
    const version = { slug: 'digest', kind: 'digest', name: 'Digest', note: '', plainText: good.plain_text } as const;
    await templates.publish(test.database, { ...version, mjml: '<mjml><mj-body>{{ broken | nowhere }}</mj-body></mjml>' });
    await expect(prepare().prepare(id)).rejects.toThrow();
    expect(await edition(id)).toMatchObject({ state: 'proposed', currentRevision: null });
    expect(await tools.get(EditionRepository).unprepared(10)).toEqual([id]);
    expect(await alarms()).toEqual([unsettled, { code: 'edition.freeze_failed', detail: { failure: 'template.invalid' }, settled_at: null }]);
    await templates.publish(test.database, { ...version, mjml: good.mjml, partials: good.partials });
    await prepare().prepare(id);
    expect(await edition(id)).toMatchObject({ state: 'frozen' });
    expect((await alarms()).map(({ settled_at }) => settled_at)).toEqual([expect.any(Date), expect.any(Date)]);
  }); // prettier-ignore
});

describe('the window', () => {
  it('begins at the last cut-off: each dispatch is in one edition, and none is lost between two', async () => {
    await arrive('Lundi');
    const monday = await claim();
    clock.set(hours(-0.4));
    await arrive('Mardi, après la clôture');
    await prepare().prepare(monday);
    clock.set(hours(10));
    await arrive('Mardi');
    const tuesday = await claim(hours(24));
    await prepare().prepare(tuesday);
    const [before, after] = [await edition(monday), await edition(tuesday)];
    expect(Number(after.windowFrom)).toBeLessThanOrEqual(Number(before.cutOff));
    expect([...(await headlines(monday)), ...(await headlines(tuesday))].sort()).toEqual(['Lundi', 'Mardi', 'Mardi, après la clôture']);
  }); // prettier-ignore

  it.each(['cancelled', 'empty', 'held', 'claimed', 'proposed'] as const)(
    'of an edition that is %s and never went out returns to the next one',
    async (state) => {
      await arrive('Lundi');
      const monday = await claim();
      await tools.get(AssembleEdition).assemble(monday);
      await test.database.updateTable('edition').set({ state }).execute();
      const tuesday = await claim(hours(24));
      await prepare().prepare(tuesday);
      expect(await headlines(tuesday)).toEqual(['Lundi']);
    },
  );

  it('reaches back no further than the newsletter says, so that September does not mail out August', async () => {
    clock.set(hours(-48));
    await arrive('Vieux');
    clock.set(hours(-20));
    await arrive('Frais');
    await arrive('Daté d’il y a un mois', { publishedAt: hours(-24 * 30) });
    const id = await claim();
    await prepare().prepare(id);
    expect(await headlines(id)).toEqual(['Frais']);
  });

  it('holds one language', async () => {
    await arrive('Le port rouvre');
    await arrive('The port reopens', { language: 'en' });
    const id = await claim();
    await prepare().prepare(id);
    expect(await headlines(id)).toEqual(['Le port rouvre']);
  });
});

describe('what may not leave', () => {
  it('is not chosen: under embargo until after the hour, withheld, killed, its rights ended', async () => {
    await arrive('Libre à sept heures', { embargoedUntil: DUE });
    await arrive('Sous embargo', { embargoedUntil: hours(0.01) });
    for (const [headline, status] of [['Retenue', 'withheld'], ['Tuée', 'killed']] as const)
      await test.database.updateTable('dispatch').set({ status }).where('id', '=', await arrive(headline)).execute(); // prettier-ignore
    await test.database.updateTable('dispatch').set({ use_until: DUE }).where('id', '=', await arrive('Droits échus')).execute(); // prettier-ignore
    const id = await claim();
    await prepare().prepare(id);
    expect(await headlines(id)).toEqual(['Libre à sept heures']);
  });

  it('is left out where it was killed, withheld or put under embargo between proposal and freeze', async () => {
    // Each in a region of its own: no section is full.
    const killed = await arrive('Tuée', { regions: ['europe'] });
    const withheld = await arrive('Retenue', { regions: ['afrique'] });
    const externalId = randomUUID();
    await arrive('Sous embargo', { externalId, regions: ['ameriques'] });
    await arrive('Libre');
    const id = await claim();
    await tools.get(AssembleEdition).assemble(id);
    await test.database.updateTable('dispatch').set({ status: 'killed' }).where('id', '=', killed).execute();
    await test.database.updateTable('dispatch').set({ status: 'withheld' }).where('id', '=', withheld).execute();
    await arrive('Sous embargo', { externalId, regions: ['ameriques'], embargoedUntil: hours(5) });
    expect(await test.database.selectFrom('block').selectAll().execute()).toHaveLength(4);
    await tools.get(FreezeEdition).freeze(id, null);
    expect(await headlines(id)).toEqual(['Libre']);
    const { html, text, subject } = await rendering(id);
    for (const word of ['Tuée', 'Retenue', 'embargo']) expect(`${html}${text}${subject}`).not.toContain(word);
    const positions = await test.database.selectFrom('revision_block').select('position').execute();
    expect(positions).toEqual([{ position: 0 }]);
  });

  it('leaves an edition empty where all of it was killed', async () => {
    const killed = await arrive('Tuée');
    const id = await claim();
    await tools.get(AssembleEdition).assemble(id);
    await test.database.updateTable('dispatch').set({ status: 'killed' }).where('id', '=', killed).execute();
    expect(await tools.get(FreezeEdition).freeze(id, null)).toMatchObject({ state: 'empty' });
    expect(await edition(id)).toMatchObject({ state: 'empty' });
  });

  it('takes the correction that came between proposal and freeze', async () => {
    const externalId = randomUUID();
    await arrive('Dix blessés', { externalId });
    const id = await claim();
    await tools.get(AssembleEdition).assemble(id);
    await arrive('Deux blessés', { externalId });
    await tools.get(FreezeEdition).freeze(id, null);
    expect(await headlines(id)).toEqual(['Deux blessés']);
    expect(await test.database.selectFrom('revision_block').select('dispatch_version').execute()).toEqual([{ dispatch_version: 2 }]);
  }); // prettier-ignore

  it('is cut to an excerpt, a link and no picture where the source gives no right to mail', async () => {
    await tools.get(SourceRepository, { strict: false }).ensure(test.database, {
      slug: 'agency',
      kind: 'api',
      name: 'Agence',
      rights: { mail: false, archive: false, feed: false },
    });
    const standfirst = `${'Une phrase que l’agence ne donne pas. '.repeat(10)}FIN`;
    const picture = { url: 'https://agence.example/p.jpg', width: 800, height: 600, alt: 'Le port', credit: 'Agence' };
    await arrive('Sans droits', { standfirst, picture, link: 'https://agence.example/a' }, 'agency');
    const url = 'https://gazette.example/p.jpg';
    await keepPicture(await arrive('Avec droits', { standfirst, picture: { ...picture, url } }), url);
    const id = await claim();
    await prepare().prepare(id);
    const rows = await test.database.selectFrom('revision_block').select('content').execute();
    const of = (headline: string) => rows.find((row) => row.content['headline'] === headline)?.content;
    expect(String(of('Sans droits')?.['standfirst']).length).toBeLessThanOrEqual(201);
    expect(of('Sans droits')).toMatchObject({ picture: null, link: 'https://agence.example/a', sources: ['Agence'] });
    expect(of('Avec droits')).toMatchObject({ standfirst, picture: { alt: 'Le port' } });
    const { html, text } = await rendering(id);
    expect(html).not.toContain('p.jpg');
    expect(html.match(/<img [^>]*>/g)).toHaveLength(1);
    const [, width, height] =
      /src="http:\/\/127\.0\.0\.1:3000\/media\/[0-9a-f]{64}\.jpg"[^>]* width="(\d+)" height="(\d+)"/.exec(html) ?? [];
    expect(Number(width) / Number(height)).toBeCloseTo(800 / 600, 1);
    expect(html.match(/FIN/g)).toHaveLength(1);
    expect(text.match(/FIN/g)).toHaveLength(1);
  });

  it('is a picture whose rights end before the hour, that was killed by itself, or that we have no copy of', async () => {
    const picture = { url: 'https://gazette.example/p.jpg', width: 800, height: 600, alt: 'Le port' };
    await keepPicture(await arrive('Droits échus', { picture }), picture.url);
    const other = { ...picture, url: 'https://gazette.example/q.jpg' };
    await keepPicture(await arrive('Photo tuée', { picture: other }), other.url);
    await arrive('Sans copie', { picture: { ...picture, url: 'https://gazette.example/r.jpg' } });
    await test.database
      .updateTable('picture')
      .set({ use_until: hours(-1) })
      .where('url', 'like', '%p.jpg')
      .execute();
    await test.database
      .updateTable('picture')
      .set({ killed_at: hours(-1) })
      .where('url', 'like', '%q.jpg')
      .execute();
    const id = await claim();
    await prepare().prepare(id);
    expect((await headlines(id)).sort()).toEqual(['Droits échus', 'Photo tuée', 'Sans copie']);
    expect((await rendering(id)).html).not.toContain('<img');
  });
});

describe('the places of a reader’s own links', () => {
  const planted = ['@@unsubscribe@@', '@@@unsubscribe@@@', '@@@@unsubscribe@@@@', '@@view@@', '@ @@unsubscribe@@ @'];

  /** An edition of a dispatch that holds none. */
  async function withoutTokens(): Promise<string> {
    await test.database.updateTable('dispatch').set({ status: 'killed' }).execute();
    await arrive('Un titre');
    const newsletter = await tools.get(NewsletterRepository).bySlug(newsroom.slug);
    if (newsletter === undefined) throw new Error('the newsletter is missing');
    const id = await tools.get(ClaimEditions).claimNow(newsletter);
    await prepare().prepare(id);
    return id;
  }

  it('cannot be planted by a dispatch', async () => {
    const regions = ['france', 'europe', 'afrique', 'moyen-orient', 'ameriques'];
    for (const [at, token] of planted.entries()) {
      const url = `https://gazette.example/${at}/${token}.jpg`;
      const words = planted.join(' ');
      const dispatchId = await arrive(`Un titre ${at} ${token}`, {
        standfirst: `Un chapô ${token} et &#64;&#64;unsubscribe&#64;&#64;`,
        link: `https://gazette.example/${at}?to=${token}`,
        ...(at === 0 && { picture: { url, alt: words, caption: words, credit: words } }),
        regions: [regions[at] ?? 'france'],
      });
      // One picture with all of them: a copy takes a second to make.
      if (at === 0) await keepPicture(dispatchId, url);
    }
    const id = await claim();
    await prepare().prepare(id);
    expect(await headlines(id)).toHaveLength(planted.length);
    const { html, text, subject } = await rendering(id);
    const clean = await rendering(await withoutTokens());
    // Exactly the template's own places are left, wherever the dispatches put more.
    for (const place of Object.values(readerLinks)) {
      expect(html.split(place)).toHaveLength(clean.html.split(place).length);
      expect(text.split(place)).toHaveLength(clean.text.split(place).length);
      expect(subject).not.toContain(place);
    }
  });
});

describe('a desk that approves', () => {
  beforeEach(async () => {
    await test.database.updateTable('newsletter').set({ approval: 'desk' }).execute();
  });

  it('is waited for: proposed, and not frozen by itself', async () => {
    await arrive('Le port rouvre');
    const id = await claim();
    await prepare().prepare(id);
    await prepare().prepare(id);
    expect(await edition(id)).toMatchObject({ state: 'proposed', currentRevision: null });
    expect(await tools.get(EditionRepository).unprepared(10)).toEqual([]);
  });
});
