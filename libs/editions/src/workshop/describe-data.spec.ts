import { describe, expect, it } from '@jest/globals';
import { shippedTemplates, type DataField } from '@app/mail';
import { describeData, describeMessages } from './describe-data.js';

function named(fields: readonly DataField[], path: string): DataField | undefined {
  const [first = '', ...rest] = path.split('.');
  const field = fields.find(({ name }) => name === first);
  return rest.length === 0 || field === undefined ? field : named(field.of ?? [], rest.join('.'));
}

describe('describeData', () => {
  it('knows what a digest may name, through lists, what may be missing and all kinds of blocks', () => {
    const fields = describeData('digest');
    expect(named(fields, 'newsletter.logo.src')).toMatchObject({ type: 'text' });
    expect(named(fields, 'sections')).toMatchObject({ type: 'list' });
    expect(named(fields, 'sections.blocks.isLead')).toMatchObject({ type: 'flag' });
    expect(named(fields, 'sections.blocks.picture.width')).toMatchObject({ type: 'number' });
    expect(named(fields, 'sections.blocks.advertiser')?.doc).not.toBe('');
    expect(named(fields, 'sections.blocks.kind')?.doc).toContain('"sponsor"');
  });

  it('knows the notices and the partials', () => {
    expect(named(describeData('notice'), 'action.url')).toMatchObject({ type: 'text' });
    expect(describeData('partial').map(({ name }) => name)).toEqual(['locale', 'dir', 'brand', 'newsletter']);
  });

  it('knows the messages in the language asked for, with what they are given', () => {
    expect(describeMessages('partial', 'fr-CA')).toContainEqual({ key: 'digest.photo_credit', text: expect.stringContaining('{credit}'), values: ['credit'] });
    expect(describeMessages('notice', 'xx').map(({ key }) => key)).toContain('test.subject');
  }); // prettier-ignore

  it('knows every name that the shipped templates print', () => {
    for (const { kind, mjml, slug } of shippedTemplates().filter((one) => one.kind !== 'partial')) {
      const roots = new Set(describeData(kind).map(({ name }) => name));
      const printed = [...mjml.matchAll(/\{\{-? ([a-z]+)\.[a-zA-Z]+/g)].map(([, root = '']) => root);
      const own = new Set([
        'forloop',
        ...[...mjml.matchAll(/(?:for|assign|capture) ([a-z]+)/g)].map(([, name = '']) => name),
      ]);
      expect([slug, printed.filter((root) => !roots.has(root) && !own.has(root))]).toEqual([slug, []]);
    }
  });
});
