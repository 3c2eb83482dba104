import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { previewBody } from './preview-input.js';

const id = randomUUID();
const body = (template: object): unknown => ({ template: { id, ...template }, content: { sample: 'ordinary' } });
const isTaken = (template: object): boolean => previewBody.safeParse(body(template)).success;

describe('what a preview is asked with', () => {
  it('takes versions that there can be, and no others', () => {
    expect([1, 2_147_483_647].map((version) => isTaken({ version }))).toEqual([true, true]);
    for (const version of [0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, '1', null])
      expect([version, isTaken({ version })]).toEqual([version, false]);
  });

  it.each(['mjml', 'plainText'])('takes no text as %s that PostgreSQL cannot hold', (part) => {
    const draft = { mjml: '<mjml></mjml>', plainText: 'a 🗞' };
    expect(isTaken({ draft })).toBe(true);
    for (const text of ['a\0', '\ud83d', '\udf00 a'])
      expect([text, isTaken({ draft: { ...draft, [part]: text } })]).toEqual([text, false]);
  });
});
