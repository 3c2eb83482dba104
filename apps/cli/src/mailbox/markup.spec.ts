import { describe, expect, it } from '@jest/globals';
import { linkify, markup } from './markup.js';

describe('markup', () => {
  it('escapes what it embeds, markup excepted', () => {
    const inner = markup`<b title="${`"'<>&`}">${'<i>'}</b>`;
    expect(inner.source).toBe('<b title="&quot;&#39;&lt;&gt;&amp;">&lt;i&gt;</b>');
    expect(markup`${[inner]}${null}${7}`.source).toBe(`${inner.source}7`);
  });

  it('makes links of web addresses only, without the punctuation behind them', () => {
    const source = linkify('(see https://a.example/x?y=1), javascript:alert(1)').map((one) => one.source);
    expect(source.join('')).toBe(
      '(see <a href="https://a.example/x?y=1" target="_blank" rel="noopener noreferrer">https://a.example/x?y=1</a>), javascript:alert(1)',
    );
  });
});
