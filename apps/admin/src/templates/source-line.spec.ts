import { describe, expect, it } from '@jest/globals';
import { sourceLine, sourcePlace } from './source-line.js';

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

describe('which source a finding comes from', () => {
  const partials = { foot: { mjml: '<mj-text>\n<a class="way-out">Bonjour</a>' } };

  it.each([
    ['<div style="color:#a8321f">Bonjour</div>', { line: 2 }],
    ['<a class="way-out">', { line: 2, partial: 'foot' }],
    ['<b>nowhere-to-be-found</b>', undefined],
  ])('%s', (excerpt, place) => {
    expect(sourcePlace(excerpt, source, partials)).toEqual(place);
  });
});
