import { describe, expect, it } from '@jest/globals';
import { mjmlElements } from './mjml-elements.js';

describe('what a template may write', () => {
  const element = (name: string) => mjmlElements().find((each) => each.name === name);

  it('is what the installed MJML defines', () => {
    expect(element('mj-button')?.attributes).toContainEqual({
      name: 'text-align',
      values: ['left', 'right', 'center'],
    });
    expect(element('mj-section')?.children).toContain('mj-column');
    expect(element('mjml')?.children).toEqual(expect.arrayContaining(['mj-head', 'mj-body']));
  });

  it('leaves out what the renderer refuses', () => {
    expect(element('mj-include')).toBeUndefined();
    expect(element('mjml')?.children).not.toContain('mj-include');
  });
});
