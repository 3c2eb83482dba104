import { describe, expect, it } from '@jest/globals';
import { loadMessages, projectPath } from '@app/platform';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { embedSnippets, SNIPPET_KINDS } from './embed-snippets.js';

type Element = DefaultTreeAdapterTypes.Element;

const messages = loadMessages(projectPath('apps', 'api', 'locales'));
const HOSTILE = `"'><script>alert(1)</script>&amp;`;

function snippets(language: string, text: string) {
  const newsletter = { slug: 'monde', name: text, promise: text, language };
  return embedSnippets({
    newsletter,
    publicUrl: 'https://news.example',
    placement: text,
    words: messages.translator(language),
  });
}

function elements(html: string): Element[] {
  const found: Element[] = [];
  const visit = (nodes: readonly DefaultTreeAdapterTypes.ChildNode[]): void => {
    for (const node of nodes) {
      if (!('tagName' in node)) continue;
      found.push(node);
      visit(node.childNodes);
    }
  };
  visit(parseFragment(html).childNodes);
  return found;
}

const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((one) => one.name === name)?.value;

describe('the snippets to paste', () => {
  it.each(SNIPPET_KINDS)('%s leads to the newsletter on this installation, in its language', (kind) => {
    const found = elements(snippets('ar', 'article-foot')[kind]);
    const addresses = found.flatMap((element) =>
      ['src', 'href', 'action'].flatMap((name) => attribute(element, name) ?? []),
    );
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.filter((address) => !address.startsWith('https://news.example/'))).toEqual([]);
    expect(addresses.some((address) => address.startsWith('https://news.example/n/monde'))).toBe(true);
    if (kind !== 'iframe') expect(snippets('ar', 'x')[kind]).toContain('أشترك');
  });

  it('make the element compact where that is asked for', () => {
    const newsletter = { slug: 'monde', name: 'x', promise: 'y', language: 'fr' };
    const given = { newsletter, publicUrl: 'https://news.example', placement: 'x', words: messages.translator('fr') };
    const [, element] = elements(embedSnippets({ ...given, isCompact: true }).element);
    expect(element?.attrs).toContainEqual(expect.objectContaining({ name: 'compact' }));
    expect(embedSnippets(given).element).not.toContain('compact');
  });

  it.each(SNIPPET_KINDS)('%s escapes what a newsletter says of itself', (kind) => {
    const found = elements(snippets('fr', HOSTILE)[kind]);
    const scripts = found.filter(({ tagName }) => tagName === 'script');
    expect(scripts.map((script) => attribute(script, 'src'))).toEqual(
      kind === 'element' ? ['https://news.example/embed.js'] : [],
    );
    expect(found.length).toBe(elements(snippets('fr', 'plain')[kind]).length);
  });

  it('has a form that posts what ours posts, with a trap and every field labelled', () => {
    const form = elements(snippets('fr', 'article-foot').html);
    expect(attribute(form[0], 'action')).toBe('https://news.example/n/monde/subscribe');
    const inputs = form.filter(({ tagName }) => tagName === 'input');
    expect(inputs.map((input) => attribute(input, 'name'))).toEqual(['address', 'website', 'placement']);
    const labels = form.filter(({ tagName }) => tagName === 'label').map((label) => attribute(label, 'for'));
    expect(inputs.slice(0, 2).map((input) => attribute(input, 'id'))).toEqual(labels);
  });
});
