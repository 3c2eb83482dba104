import type { INestApplicationContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { newId } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { openTools } from '../../../../test/support/tools.js';
import { MailModule } from '../mail.module.js';
import { ManageTemplates, type TemplateCandidate, type TemplateMaker } from './manage-templates.service.js';
import { shippedTemplate } from './shipped-templates.js';
import { ShippedTemplates } from './shipped-templates.service.js';
import { TemplateDrafts } from './template-drafts.service.js';
import { TemplateRepository } from './template.repository.js';
import type { TemplateVersion } from './template-version.js';

let test: TestDatabase;
let tools: INestApplicationContext;
let anna: string;
let boris: string;
const judged: TemplateCandidate[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
  tools = await openTools(test.config, [MailModule]);
  [anna, boris] = [await operator('anna'), await operator('boris')];
});
afterAll(async () => {
  await tools.close();
  await test.close();
});

const manage = (): ManageTemplates => tools.get(ManageTemplates);
const drafts = (): TemplateDrafts => tools.get(TemplateDrafts);
const by = (operatorId: string | null): TemplateMaker => ({
  operatorId,
  judge: (candidate) => {
    judged.push(candidate);
    return Promise.resolve([]);
  },
});
const source = (words: string) => ({ mjml: `<mjml><mj-body>${words}</mj-body></mjml>`, plainText: words });
const publish = (template: TemplateVersion, words: string, operatorId: string, baseVersion = template.version) =>
  manage().publish(template.templateId, { ...source(words), note: '', baseVersion }, by(operatorId));

async function operator(name: string): Promise<string> {
  const id = newId();
  await test.database
    .insertInto('operator')
    .values({ id, address: `${name}@gazette.example`, name, role: 'designer', locale: 'en' })
    .execute();
  return id;
}

let made = 0;
function create(words = 'one', change: Partial<Parameters<ManageTemplates['create']>[0]> = {}): Promise<TemplateVersion> {
  made += 1;
  const given = { slug: `t-${made}`, kind: 'digest' as const, name: 'Sport', note: 'begun', ...source(words), ...change };
  return manage().create(given, by(anna));
} // prettier-ignore

async function actsOn({ templateId }: TemplateVersion): Promise<string[]> {
  const rows = await test.database
    .selectFrom('audit_entry')
    .select('action')
    .where('object', '=', `template:${templateId}`)
    .orderBy('id')
    .execute();
  return rows.map(({ action }) => action);
}

describe('versions', () => {
  it('of two who publish from the same one the first wins, and the second is told', async () => {
    const template = await create();
    const answers = await Promise.allSettled([publish(template, 'hers', anna), publish(template, 'his', boris)]);
    const [won] = answers.filter((answer) => answer.status === 'fulfilled');
    const [lost] = answers.filter((answer) => answer.status === 'rejected');
    expect(won?.value).toMatchObject({ version: 2 });
    expect(lost?.reason).toMatchObject({ code: 'template.version_moved', details: { version: 2, baseVersion: 1 } });
    expect((await manage().read(template.templateId)).mjml).toBe(won?.value.mjml);
    expect(await actsOn(template)).toEqual(['template.created', 'template.published']);
  });

  it('published twice are one, whoever waited for the answer', async () => {
    const template = await create();
    const [one, other] = await Promise.all([publish(template, 'same', anna), publish(template, 'same', anna)]);
    expect([one.version, other.version]).toEqual([2, 2]);
  });

  it('are kept by nobody who was refused', async () => {
    const template = await create();
    const judge = () => Promise.reject(new Error('no'));
    const given = { ...source('bad'), note: '', baseVersion: 1 };
    await expect(manage().publish(template.templateId, given, { operatorId: anna, judge })).rejects.toThrow('no');
    const history = await tools.get(TemplateRepository).history(test.database, template.templateId, { limit: 10 });
    expect(history).toEqual([expect.objectContaining({ version: 1, note: 'begun', authorId: anna, isShipped: false })]);
  });

  it('come back as the next one', async () => {
    const template = await create('first');
    await publish(template, 'second', boris);
    const restored = await manage().restore(template.templateId, { version: 1, note: 'back' }, by(boris));
    expect(restored).toMatchObject({ version: 3, note: 'back', authorId: boris, plainText: 'first' });
    await expect(
      manage().restore(template.templateId, { version: 9, note: '' }, by(boris)),
    ).rejects.toMatchObject({ code: 'template.no_version' });
  }); // prettier-ignore

  it('never change, not even by their own process', async () => {
    await create();
    for (const statement of ['update template_version set mjml = $$x$$', 'delete from template_version'])
      await expect(sql.raw(statement).execute(test.database)).rejects.toThrow('permission denied');
  });
});

describe('partials', () => {
  it('are taken along as they were, with those they name themselves', async () => {
    const inner = await create('inner', { kind: 'partial' });
    const outer = await create(`{% render '${inner.slug}' %}`, { kind: 'partial' });
    const user = await create(`{%- render "${outer.slug}", a: 1 %}{% render 'nobody' %}`);
    expect(user.partials).toEqual({
      [inner.slug]: { mjml: inner.mjml, text: inner.plainText },
      [outer.slug]: { mjml: outer.mjml, text: outer.plainText },
    });
    expect(judged.at(-1)?.partials).toEqual(user.partials);
    const changed = await publish(inner, 'inner anew', boris);
    expect(await manage().read(user.templateId)).toEqual(user);
    expect(await manage().usersOfPartial(test.database, changed)).toEqual([
      expect.objectContaining({ id: outer.templateId }),
      expect.objectContaining({ id: user.templateId }),
    ]);
    const { mjml, plainText } = user;
    const again = await manage().publish(user.templateId, { mjml, plainText, note: '', baseVersion: 1 }, by(boris));
    expect(again).toMatchObject({ version: 2, partials: { [inner.slug]: { text: 'inner anew' } } });
  });

  it('that are used are not archived', async () => {
    const partial = await create('x', { kind: 'partial' });
    const user = await create(`{% render '${partial.slug}' %}`);
    const nobody = () => Promise.resolve([]);
    await expect(manage().archive(partial.templateId, anna, nobody)).rejects.toMatchObject({
      code: 'template.in_use',
      details: { usedBy: [{ id: user.templateId, slug: user.slug, name: 'Sport' }] },
    });
    const held = () => Promise.resolve([{ name: 'Le Matin' }]);
    await expect(manage().archive(user.templateId, anna, held)).rejects.toMatchObject({ code: 'template.in_use' });
    await manage().archive(user.templateId, anna, nobody);
    await manage().archive(user.templateId, anna, nobody);
    expect(await actsOn(user)).toEqual(['template.created', 'template.archived']);
    await manage().archive(partial.templateId, anna, nobody);
    await expect(publish(user, 'more', anna)).rejects.toMatchObject({ code: 'template.archived' });
    await expect(create('x', { slug: user.slug })).rejects.toMatchObject({ code: 'template.slug_taken' });
    expect((await tools.get(TemplateRepository).current()).map(({ slug }) => slug)).not.toContain(user.slug);
    expect(await tools.get(TemplateRepository).version(test.database, user.id)).toMatchObject({ mjml: user.mjml });
  });
});

describe('drafts', () => {
  const draft = (words: string, revision: number | null) => ({ ...source(words), baseVersion: 1, revision });

  it('are each designer’s own', async () => {
    const { templateId } = await create();
    await drafts().save(templateId, anna, draft('hers', null));
    await drafts().save(templateId, boris, draft('his', null));
    expect(await drafts().find(templateId, anna)).toMatchObject({ plainText: 'hers', baseVersion: 1 });
    expect((await drafts().of(templateId)).map(({ operatorId }) => operatorId)).toEqual([boris, anna]);
  });

  it('in a second window write over nothing', async () => {
    const { templateId } = await create();
    const moved = { code: 'template.draft_changed_meanwhile' };
    const first = await drafts().save(templateId, anna, draft('one', null));
    await expect(drafts().save(templateId, anna, draft('other', null))).rejects.toMatchObject(moved);
    const second = await drafts().save(templateId, anna, draft('two', first.revision));
    await expect(drafts().save(templateId, anna, draft('late', first.revision))).rejects.toMatchObject(moved);
    await expect(drafts().discard(templateId, anna, first.revision)).rejects.toMatchObject(moved);
    await drafts().discard(templateId, anna, second.revision);
    await drafts().discard(templateId, anna, second.revision);
    // Thrown away and begun again: it is not the one that the other window knows.
    await drafts().save(templateId, anna, draft('anew', null));
    await expect(drafts().save(templateId, anna, draft('late', first.revision))).rejects.toMatchObject(moved);
    expect(await drafts().find(templateId, anna)).toMatchObject({ plainText: 'anew' });
  });

  it('end when they are published, and stay where more was typed', async () => {
    const template = await create();
    await drafts().save(template.templateId, anna, draft('two', null));
    await drafts().save(template.templateId, boris, draft('two and more', null));
    await publish(template, 'two', anna);
    expect(await drafts().find(template.templateId, anna)).toBeUndefined();
    await expect(publish(template, 'two and', boris)).rejects.toMatchObject({ code: 'template.version_moved' });
    await publish(template, 'two and', boris, 2);
    expect(await drafts().find(template.templateId, boris)).toMatchObject({ plainText: 'two and more', baseVersion: 1 });
    await expect(drafts().save(template.templateId, anna, { ...draft('x', null), baseVersion: 9 })).rejects.toMatchObject({ code: 'template.no_version' });
    await expect(drafts().save(newId(), anna, draft('x', null))).rejects.toMatchObject({ code: 'template.not_found' });
  }); // prettier-ignore
});

describe('what the product ships', () => {
  const shipped = () => tools.get(ShippedTemplates).publishAll();
  const versions = async (slug: string) => {
    const rows = await test.database
      .selectFrom('template_version')
      .innerJoin('template', 'template.id', 'template_id')
      .select(['version', 'is_shipped', 'mjml'])
      .where('slug', '=', slug)
      .orderBy('version')
      .execute();
    return rows.map(({ version, is_shipped, mjml }) => [version, is_shipped, mjml]);
  };

  it('is there once, by two processes at once, and follows a release until somebody writes their own', async () => {
    const digest = shippedTemplate('digest');
    if (digest === undefined) throw new Error('no digest is shipped');
    const repository = tools.get(TemplateRepository);
    const earlier = { ...digest, ...source('of an earlier release'), note: '', isShipped: true };
    const templateId = await repository.publish(test.database, earlier);
    await Promise.all([shipped(), shipped()]);
    const two = [
      [1, true, earlier.mjml],
      [2, true, digest.mjml],
    ];
    expect(await versions('digest')).toEqual(two);
    // An older process starts again: what it brings was shipped before, and is no news.
    await repository.append(test.database, templateId, 3, { ...earlier, mjml: 'of a later release' });
    await shipped();
    expect((await versions('digest')).map(([version]) => version)).toEqual([1, 2, 3]);

    await publish(await manage().read(templateId), 'our own', anna);
    await test.database.deleteFrom('template_draft').execute();
    await shipped();
    expect(await versions('digest')).toHaveLength(4);
    expect((await versions('digest')).at(-1)).toEqual([4, false, source('our own').mjml]);
  });

  it('brings partials with what names them', async () => {
    await shipped();
    const current = await tools.get(TemplateRepository).current();
    const notice = current.find(({ slug }) => slug === 'notice');
    expect(notice).toMatchObject({ kind: 'notice', isShipped: true, authorId: null });
    for (const name of current.filter(({ isShipped }) => isShipped).flatMap(({ partials }) => Object.keys(partials)))
      expect(current.find(({ slug }) => slug === name)).toMatchObject({ kind: 'partial' });
  });
});
