import { describe, expect, it } from '@jest/globals';
import { withStoryMarks } from './story-marks.js';

const targets = [
  { n: 1, url: 'https://gazette.example/a?x=1&utm_source=matin' },
  { n: 2, url: 'https://gazette.example/a?x=1&utm_source=matin&b=%C3%A9' },
  { n: 3, url: 'https://gazette.example/été' },
];

describe('story marks', () => {
  it.each([
    ['&amp;', '<a class="ink" href="https://gazette.example/a?x=1&amp;utm_source=matin" style="x">Le port</a>'],
    ['&#38;', '<a class="ink" href="https://gazette.example/a?x=1&#38;utm_source=matin" style="x">Le port</a>'],
    ['&#x26;', `<a class="ink" href='https://gazette.example/a?x=1&#x26;utm_source=matin' style="x">Le port</a>`],
    ['&', '<a class="ink" href="https://gazette.example/a?x=1&utm_source=matin" style="x">Le port</a>'],
  ])('stand for a link however its ampersand is written: %s', (_, html) => {
    const marked = withStoryMarks({ html, text: '' }, targets);
    expect(marked).toEqual({ html: '<a class="ink" href="@@story-1@@" style="x">Le port</a>', text: '', numbers: [1] });
  });

  it('stand for an address of the text, and for no other that begins with it', () => {
    const text = `Lire (https://gazette.example/a?x=1&utm_source=matin).\nhttps://gazette.example/a?x=1&utm_source=matin&b=%C3%A9\nhttps://gazette.example/a?x=1&utm_source=matin2 https://gazette.example/%C3%A9t%C3%A9`;
    expect(withStoryMarks({ html: '', text }, targets)).toEqual({
      html: '',
      text: 'Lire (@@story-1@@).\n@@story-2@@\nhttps://gazette.example/a?x=1&utm_source=matin2 @@story-3@@',
      numbers: [1, 2, 3],
    });
  });

  it('stand for nothing else: house links, a reader’s links, words and hidden attributes stay', () => {
    const html =
      '<a href="https://gazette.example/">https://gazette.example/a?x=1&amp;utm_source=matin</a><a href="@@unsubscribe@@">x</a><a data-href="https://gazette.example/été" href="#d3">y</a><img src="https://gazette.example/été">';
    expect(withStoryMarks({ html, text: '@@view@@' }, targets)).toEqual({ html, text: '@@view@@', numbers: [] });
  });
});
