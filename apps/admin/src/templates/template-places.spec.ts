import { describe, expect, it } from '@jest/globals';
import type { ListedTemplate, Template } from './queries.js';
import { partialsOf } from './template-places.js';

const listed = (slug: string, updatedAt: string): ListedTemplate => ({
  ...{ id: `id-${slug}`, slug, name: slug, kind: 'partial', version: 1, isShipped: false, isArchived: false },
  ...{ author: null, note: '', updatedAt, usedBy: [], drafts: [] },
});

const template: Template = {
  ...listed('digest', '2026-11-02T06:00:00.000Z'),
  ...{ kind: 'digest', mjml: '', plainText: '', partials: ['foot', 'masthead'], drafts: [], draft: null },
};

describe('the partials of a template', () => {
  it('are those its version holds, and those it could take', () => {
    const all = [listed('masthead', '2026-11-02T07:00:00.000Z'), listed('foot', '2026-11-01T06:00:00.000Z'), listed('band', '2026-11-03T06:00:00.000Z')];
    const { held, others } = partialsOf(template, all);
    expect(held.map(({ slug, isNewer }) => [slug, isNewer])).toEqual([['foot', false], ['masthead', true]]);
    expect(others.map(({ slug, isNewer }) => [slug, isNewer])).toEqual([['band', false]]);
  });
}); // prettier-ignore
