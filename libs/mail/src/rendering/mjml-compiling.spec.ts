import { describe, expect, it } from '@jest/globals';
import { Parser } from 'htmlparser2';
import { TemplateError } from '../templates/template.errors.js';
import { mjmlElements } from '../vocabulary/mjml-elements.js';
import { compileMjml } from './mjml-compiling.js';

const page = (body: string, root = ''): string =>
  `<mjml${root}><mj-body><mj-section><mj-column>${body}</mj-column></mj-section></mj-body></mjml>`;

/** What a value that broke out of its place would make: an attribute or an element of this name. */
const ESCAPED = 'xbroken';
const VALUES = [
  `'x" ${ESCAPED}="1'`,
  `'x"><${ESCAPED}>'`,
  `"x--><${ESCAPED}><!--"`,
  `x"${ESCAPED}="1`,
  `'</style><${ESCAPED}>'`,
];

/** Whether an element or attribute came of a value, in the page or in what Outlook reads of it. */
function isBrokenOut(html: string): boolean {
  let isFound = false;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === ESCAPED || ESCAPED in attributes) isFound = true;
    },
    oncomment: (comment) => {
      const seen = /^\[if [^\]]*\]>([^]*)<!\[endif\]$/.exec(comment)?.[1];
      if (seen !== undefined && isBrokenOut(seen)) isFound = true;
    },
  });
  parser.end(html);
  return isFound;
}

/** A document in which the element stands where MJML looks at it. */
function documentWith(name: string, attribute: string): string {
  const written = `${name} ${attribute}`;
  switch (name) {
    case 'mjml': return page('<mj-text>a</mj-text>', ` ${attribute}`);
    case 'mj-body': return `<mjml><${written}><mj-text>a</mj-text></mj-body></mjml>`;
    case 'mj-section': case 'mj-wrapper': case 'mj-hero': case 'mj-column': case 'mj-group':
      return `<mjml><mj-body><${written}><mj-text>a</mj-text></${name}></mj-body></mjml>`;
    case 'mj-head': case 'mj-breakpoint': case 'mj-style': case 'mj-title': case 'mj-preview': case 'mj-attributes':
      return `<mjml><mj-head><${written}>a</${name}></mj-head><mj-body></mj-body></mjml>`;
    case 'mj-social-element': return page(`<mj-social><${written}>a</mj-social-element></mj-social>`);
    case 'mj-navbar-link': return page(`<mj-navbar><${written}>a</mj-navbar-link></mj-navbar>`);
    case 'mj-carousel-image': return page(`<mj-carousel><${written}></mj-carousel-image></mj-carousel>`);
    default: return page(`<${written}>a</${name}>`);
  }
} // prettier-ignore

async function compiled(mjml: string): Promise<string> {
  return compileMjml(mjml).catch((error: unknown) => {
    if (error instanceof TemplateError) return '';
    throw error;
  });
}

async function problemsOf(mjml: string): Promise<unknown> {
  return compileMjml(mjml).then(
    () => [],
    (error: unknown) => (error instanceof TemplateError ? error.problems : error),
  );
}

describe('compileMjml', () => {
  it('notices in this specification what breaks out', () => {
    expect(isBrokenOut(`<p a="x" ${ESCAPED}="1">`)).toBe(true);
    expect(isBrokenOut(`<!--[if mso]><p a="x"><${ESCAPED}><![endif]-->`)).toBe(true);
    expect(isBrokenOut(`<p a="x&quot; ${ESCAPED}=1 <${ESCAPED}>">`)).toBe(false);
  });

  it('lets no value of an attribute of any element make another attribute or element', async () => {
    const attributes = mjmlElements().flatMap((element) =>
      [...element.attributes.map(({ name }) => name), ...(element.name === 'mjml' ? ['lang', 'dir', 'owa'] : [])]
        .map((attribute) => [element.name, attribute] as const)); // prettier-ignore
    const broken: string[] = [];
    let printed = 0;
    for (const [at, [name, attribute]] of attributes.entries()) {
      // The attributes take turns, so that each element meets every value.
      const value = VALUES[at % VALUES.length] ?? '';
      const html = await compiled(documentWith(name, `${attribute}=${value}`));
      if (html.includes(ESCAPED)) printed += 1;
      if (isBrokenOut(html)) broken.push(`${name} ${attribute}=${value}`);
    }
    expect(broken).toEqual([]);
    expect(printed).toBeGreaterThan(50);
  });

  it.each(VALUES)('prints the language, direction, words and defaults as one value: %s', async (value) => {
    const head = `<mj-head><mj-attributes><mj-all css-class=${value} /><mj-class name="a" title=${value} /></mj-attributes></mj-head>`;
    const body = `<mj-body><mj-section><mj-column><mj-image mj-class="a" alt=${value} src="https://a.example/a.png" /></mj-column></mj-section></mj-body>`;
    const html = await compileMjml(`<mjml lang=${value} dir=${value}>${head}${body}</mjml>`);
    expect(isBrokenOut(html)).toBe(false);
    expect(html).toContain(ESCAPED);
  });

  it('keeps a selector of html attributes as it was written', async () => {
    const html = await compileMjml(
      page('<mj-text css-class="a"><p>x</p></mj-text>').replace(
        '<mj-body>',
        '<mj-head><mj-html-attributes><mj-selector path=".a > div"><mj-html-attribute name="data-b">c</mj-html-attribute></mj-selector></mj-html-attributes></mj-head><mj-body>',
      ),
    );
    expect(html).toContain('data-b="c"');
  });

  it.each([
    ['an element that another closes', '<mjml><mj-body>\n<mj-section>\n<mj-column></mj-section></mj-body></mjml>', 3, '<mj-column> is not closed.'],
    ['a text that its column closes', page('\n<mj-text>a'), 2, '<mj-text> is not closed.'],
    ['a document that ends too soon', '<mjml>\n<mj-body></mj-body>', 1, '<mjml> is not closed.'],
    ['text after the document', `${page('<mj-text>a</mj-text>')}\n\njunk`, 3, 'Text stands before <mjml> or after </mjml>, where no mail shows it.'],
  ])('tells %s, with its line', async (_, mjml, line, message) => {
    expect(await problemsOf(mjml)).toContainEqual({ part: 'mjml', line, message });
  }); // prettier-ignore

  it('takes what is closed in any way, and line ends and comments around the document', async () => {
    const body = '<mj-spacer /><mj-divider></mj-divider><mj-text><p>a<br>b<p>c</mj-text><mj-raw><!-- <mj-text> --></mj-raw>';
    expect(await problemsOf(`\ufeff<!-- a -->\n${page(body)}\n<!-- b -->\n`)).toEqual([]);
  }); // prettier-ignore
});
