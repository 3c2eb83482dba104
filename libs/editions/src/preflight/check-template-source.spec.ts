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

it('names the line of the source, also of a picture whose missing words MJML makes up for', async () => {
  const mjml = `<mjml><mj-body>
<mj-section><mj-column>
<mj-text color="#cccccc">Bonjour à tous</mj-text>
<mj-image src="https://phare.example/a.png" />
<mj-image src="https://phare.example/b.png" alt="" />
</mj-column></mj-section></mj-body></mjml>`;
  const findings = await checkTemplateSource({ mjml, plainText: null, partials: {} }, { sandbox, locale: 'en' });
  const lines = findings.map(({ code, where }) => [code, where.line]);
  expect(lines).toEqual(expect.arrayContaining([['preflight.alt_missing', 4], ['preflight.contrast_light', 3]]));
  expect(lines.filter(([code]) => code === 'preflight.alt_missing')).toHaveLength(1);
}); // prettier-ignore

it.each(['', ' \n', 'Bonjour à tous'])('says of %j that it is no MJML', async (mjml) => {
  const findings = await checkTemplateSource({ mjml, plainText: null, partials: {} }, { sandbox, locale: 'en' });
  expect(findings).toMatchObject([{ code: 'preflight.template_invalid', message: expect.stringContaining('<mjml>') }]);
});
