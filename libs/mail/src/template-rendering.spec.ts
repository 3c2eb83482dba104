import { describe, expect, it } from '@jest/globals';
import type { Translator } from '@app/platform';
import { renderTemplate } from './template-rendering.js';
import { TemplateError } from './template.errors.js';

const messages: Record<string, string> = { 'stories.one': '<1 sujet>' };

/** A translator with two messages, so that these specs prove rendering and not the product's words. */
function translatorOf(locale: string, direction: 'ltr' | 'rtl'): Translator {
  const t: Translator['t'] = (key, values = {}) => {
    const message = key === 'stories' ? `${values['count'] ?? '?'} sujets` : messages[key];
    if (message === undefined) throw new Error(`No message "${key}".`);
    return message;
  };
  const unused = (): never => {
    throw new Error('not used here');
  };
  return {
    locale,
    direction,
    t,
    has: (key) => key in messages,
    formatDate: unused,
    formatTime: unused,
    zoneLabel: unused,
    formatList: unused,
  };
}

const french = translatorOf('fr', 'ltr');

function inBody(content: string): string {
  return `<mjml><mj-body><mj-section><mj-column><mj-text>${content}</mj-text></mj-column></mj-section></mj-body></mjml>`;
}

async function render(mjml: string, data: Record<string, unknown> = {}, text = '') {
  return renderTemplate({ mjml, text, data, translator: french });
}

async function problemsOf(mjml: string, data: Record<string, unknown> = {}, text = '') {
  const error: unknown = await render(mjml, data, text).catch((thrown: unknown) => thrown);
  if (!(error instanceof TemplateError)) throw new Error('expected a TemplateError', { cause: error });
  expect(error.code).toBe('template.invalid');
  return error.problems;
}

describe('renderTemplate', () => {
  it('escapes what comes from data in markup, not in text', async () => {
    const title = `<script>alert("1")</script> & 'co'`;
    const { html, text } = await render(inBody('<h1 title="{{ title }}">{{ title }}</h1>'), { title }, '{{ title }}');
    expect(html).not.toContain('<script');
    expect(html.split('&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; &#39;co&#39;')).toHaveLength(3);
    expect(text).toBe(`${title}\n`);
  });

  it('prints trusted HTML only where the template says raw', async () => {
    const { html } = await render(inBody('{{ body | raw }}'), { body: '<p>a <b>b</b></p>' });
    expect(html).toContain('<p>a <b>b</b></p>');
  });

  it('does not take data for a template', async () => {
    const { html, text } = await render(inBody('{{ a }}'), { a: '{{ b }} {% if %}' }, '{{ a }}');
    expect(html).toContain('{{ b }} {% if %}');
    expect(text).toBe('{{ b }} {% if %}\n');
  });

  it('speaks through the translator, escaping its words too', async () => {
    const { html, text } = await render(
      inBody("{{ 'stories' | t: count: n }} {{ 'stories.one' | t }}"),
      { n: 3 },
      "{{ 'stories.one' | t }}",
    );
    expect(html).toContain('3 sujets &lt;1 sujet&gt;');
    expect(text).toBe('<1 sujet>\n');
  });

  it('names language, direction and colour schemes though the template forgot them', async () => {
    const { html } = await renderTemplate({
      mjml: inBody('x'),
      text: '',
      data: {},
      translator: translatorOf('ar-MA', 'rtl'),
    });
    expect(html).toMatch(/<html lang="ar-MA" dir="rtl"/);
    expect(html).toMatch(/role="article" lang="ar-MA" dir="rtl"/);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('<meta name="supported-color-schemes" content="light dark">');
  });

  it('leaves what the template says about its language', async () => {
    const { html } = await render(inBody('x').replace('<mjml>', '<mjml lang="de" dir="ltr">'));
    expect(html).toMatch(/<html lang="de" dir="ltr"/);
  });

  it('carries tokens and addresses unchanged into links, and leads script addresses nowhere', async () => {
    const data = { token: '@@unsubscribe@@', link: 'https://a.example/?a=1&b=2', bad: 'javascript:alert(1)' };
    const body = '<a href="{{ token | href }}">1</a><a href="{{ link | href }}">2</a><a href="{{ bad | href }}">3</a>';
    const { html, text } = await render(inBody(body), data, '{{ token }} {{ link | href }} {{ bad | href }}');
    expect(html).toContain('href="@@unsubscribe@@"');
    expect(html).toContain('href="https://a.example/?a=1&amp;b=2"');
    expect(html).not.toContain('javascript:');
    expect(text).toBe('@@unsubscribe@@ https://a.example/?a=1&b=2 #\n');
  });

  it('makes a subject of one line', async () => {
    const rendered = await renderTemplate({
      mjml: inBody('x'),
      text: '',
      subject: '{{ a }}\n & co',
      data: { a: 'Une\r\nBcc: x@y.test' },
      translator: french,
    });
    expect(rendered.subject).toBe('Une Bcc: x@y.test & co');
  });

  it('keeps U+00A0 and strips the indentation of MJML', async () => {
    const { html } = await render(inBody('«\u00a0oui\u00a0»'));
    expect(html).toContain('«\u00a0oui\u00a0»');
    expect(html).not.toMatch(/\n[ \t]/);
  });

  it('asks no font of anybody', async () => {
    const { html } = await render(inBody('<p style="font-family:Roboto, Lato">x</p>'));
    expect(html).not.toContain('googleapis');
  });
});

describe('a template that is not valid', () => {
  it.each([
    ['an unknown filter', '{{ a | nope }}', /undefined filter: nope/],
    ['a variable that does not exist', '{{ b.c }}', /undefined variable: b/],
    ['a prototype property', '{{ a.constructor }}', /undefined variable: a.constructor/],
    ['a tag left open', '{% if a %}', /not closed/],
    ['an include', "{% include 'secret' %}", /ENOENT/],
    ['a render', "{% render '/etc/passwd' %}", /ENOENT/],
    ['an unknown message', "{{ 'nothing' | t }}", /No message "nothing"/],
    ['a colour that is none', "{{ 'red;x' | colour }}", /not a colour/],
    ['a loop without end', '{% for i in (1..900000000) %}{{ i }}{% endfor %}', /memory alloc limit/],
  ])('reports %s with its line', async (_what, liquid, message) => {
    const [problem] = await problemsOf(`\n${inBody(liquid)}`, { a: {} });
    expect(problem).toMatchObject({ part: 'liquid', line: 2 });
    expect(problem?.message).toMatch(message);
  });

  it('reports the text part as such', async () => {
    expect(await problemsOf(inBody('x'), {}, 'a\n\n{{ b }}')).toEqual([
      { part: 'text', line: 3, message: 'undefined variable: b' },
    ]);
  });

  it('reports every fault MJML finds, with lines', async () => {
    const mjml = `<mjml><mj-body>\n<mj-section colour="red">\n<mj-text>x</mj-text>\n</mj-section></mj-body></mjml>`;
    const problems = await problemsOf(mjml);
    expect(problems.map(({ part, line }) => [part, line])).toEqual([
      ['mjml', 2],
      ['mjml', 3],
    ]);
    expect(problems[0]?.message).toContain('colour');
  });

  it.each([
    ['', /Parsing failed/],
    ['<mjml></mjml>', /Malformed MJML/],
  ])('reports MJML that is nothing: %j', async (mjml, message) => {
    const [problem] = await problemsOf(mjml);
    expect(problem?.message).toMatch(message);
  });

  it('refuses mj-include of any kind', async () => {
    const mjml = '<mjml>\n<mj-body><MJ-Include path="/etc/passwd" type="html" /></mj-body></mjml>';
    expect(await problemsOf(mjml)).toEqual([{ part: 'mjml', line: 2, message: 'mj-include is not allowed.' }]);
  });

  it.each([
    ['<script>1</script>', /script/],
    ['<form action="https://a.example"><input></form>', /form/],
    ['<iframe src="https://a.example"></iframe>', /iframe/],
    ['<a href="https://a.example" onclick="x()">x</a>', /Event handlers/],
    ['<img alt="" src="data:image/png;base64,AAAA">', /Pictures/],
  ])('refuses %s', async (markup, message) => {
    const [problem] = await problemsOf(inBody(markup));
    expect(problem?.part).toBe('html');
    expect(problem?.message).toMatch(message);
  });

  it('refuses style sheets from elsewhere', async () => {
    const head = (content: string): string =>
      inBody('x').replace('<mj-body>', `<mj-head>${content}</mj-head><mj-body>`);
    expect(await problemsOf(head('<mj-style>@import url(https://a.example/a.css);</mj-style>'))).toHaveLength(1);
    expect(
      await problemsOf(head('<mj-raw><link rel="stylesheet" href="https://a.example/a.css"></mj-raw>')),
    ).toHaveLength(1);
  });

  it('does not mistake a caption for a handler', async () => {
    await expect(
      render(inBody('<img alt="{{ a }}" src="https://a.example/a.png">'), { a: 'one once=1 <b onx=' }),
    ).resolves.toBeDefined();
  });
});
