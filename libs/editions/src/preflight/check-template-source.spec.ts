import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shippedTemplates, TemplateSandbox } from '@app/mail';
import { checkTemplateSource } from './check-template-source.js';

let sandbox: TemplateSandbox;
beforeAll(() => {
  sandbox = new TemplateSandbox({ workers: 1 });
});
afterAll(async () => sandbox.onModuleDestroy());

describe('preflight of what ships', () => {
  it.each(shippedTemplates().map((template) => [template.slug, template] as const))(
    'has nothing to say of %s',
    async (_slug, template) => {
      expect(await checkTemplateSource(template, { sandbox, locale: 'en' })).toEqual([]);
    },
  );
});
