import { describe, expect, it } from '@jest/globals';
import { sourceLine } from './source-line.js';

const source = '<mjml>\n<mj-text color="#a8321f">Bonjour</mj-text>\n<mj-image src="https://a.example/long-name.png" />';

describe('where a finding comes from', () => {
  it.each([
    ['<div style="color:#a8321f">Bonjour</div>', 2],
    ['<img src="https://a.example/long-name.png">', 3],
    ['<td width="600" style="padding:0">', undefined],
    ['', undefined],
  ])('%s', (excerpt, line) => {
    expect(sourceLine(excerpt, source)).toBe(line);
  });
});
