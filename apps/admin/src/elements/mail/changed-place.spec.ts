import { describe, expect, it } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { changedPlace, elementAt } from './changed-place.js';

const mail = (body: string) => parseHTML(`<!doctype html><html><body>${body}</body></html>`).document;
const sections = (...texts: string[]) =>
  mail(`<div>hidden</div><div>${texts.map((text) => `<table><tr><td>${text}</td></tr></table>`).join('')}</div>`);

describe('where two versions of a message differ', () => {
  const before = sections('one', 'two', 'three', 'four');
  const shown = (after: Document) => {
    const place = changedPlace(before, after);
    return place === undefined ? undefined : elementAt(after, place)?.textContent;
  };

  it.each([
    ['a text', sections('one', 'two', 'three!', 'four'), 'three!'],
    ['a few, and shows the first', sections('one', 'two!', 'three!', 'four'), 'two!'],
    ['something put in', sections('one', 'new', 'two', 'three', 'four'), 'new'],
    ['something taken out', sections('one', 'three', 'four'), 'three'],
    ['nothing', sections('one', 'two', 'three', 'four'), undefined],
    ['everything', sections('1', '2', '3', '4'), undefined],
  ])('finds %s', (_, after, text) => {
    expect(shown(after)).toBe(text);
  });

  it('finds nothing in a message that is another one by now', () => {
    expect(elementAt(mail(''), [1, 2, 0])).toBeUndefined();
  });
}); // prettier-ignore
