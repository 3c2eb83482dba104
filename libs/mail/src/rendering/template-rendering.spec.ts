import { describe, expect, it } from '@jest/globals';
import type { Translator } from '@app/platform';
import { formatTemplate } from './format-template.js';
import { partialNames } from './partial-tag.js';
import { renderTemplate } from './template-rendering.js';
import { TemplateError } from '../templates/template.errors.js';

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
    isolated: unused,
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
    ['an include', "{% include 'secret' %}", /tag "include" not found/],
    ['a layout', "{% layout 'secret' %}", /tag "layout" not found/],
    ['a partial that is none', "{% render '/etc/passwd' %}", /There is no partial "\/etc\/passwd"/],
    ['a partial by a prototype', "{% render 'constructor' %}", /There is no partial "constructor"/],
    ['a partial by a variable', '{% render a %}', /named in quotes/],
    ['a filter by a prototype', "{{ 'a' | constructor }}", /undefined filter: constructor/],
    ['a tag by a prototype', '{% toString %}', /tag "toString" not found/],
    ['an unknown message', "{{ 'nothing' | t }}", /No message "nothing"/],
    ['a colour that is none', "{{ 'red;x' | colour }}", /not a colour/],
    ['blocks in blocks without end', '{% if true %}'.repeat(5_000), /more than 100 deep/],
    ['brackets in brackets without end', `{{ ${'a['.repeat(20_000)}0${']'.repeat(20_000)} }}`, /too deep/],
  ])('reports %s with its line', async (_what, liquid, message) => {
    const [problem] = await problemsOf(`\n${inBody(liquid)}`, { a: {} });
    expect(problem).toMatchObject({ part: 'liquid', line: 2 });
    expect(problem?.message).toMatch(message);
  });

  it('says what may have been meant', async () => {
    const given = { newsletter: { name: 'N' }, blocks: [{ headline: 'H', standfirst: 'S' }] };
    const message = async (liquid: string) => (await problemsOf(inBody(liquid), given))[0]?.message;
    expect(await message('{{ newsleter.name }}')).toBe('undefined variable: newsleter. Did you mean "newsletter"?');
    expect(await message('{% for block in blocks %}{{ block.headlnie }}{% endfor %}')).toContain('"headline"?');
    expect(await message('{{ weather }}')).toBe('undefined variable: weather');
  });

  it('reports the text part as such', async () => {
    expect(await problemsOf(inBody('x'), {}, 'a\n\n{{ b }}')).toEqual([
      { part: 'text', line: 3, column: 4, message: 'undefined variable: b', code: 'unknown_variable' },
    ]);
  });

  it('reports every fault MJML finds, with lines', async () => {
    const mjml = `<mjml><mj-body>\n<mj-section colour="red">\n<mj-text>x</mj-text>\n</mj-section></mj-body></mjml>`;
    const problems = await problemsOf(mjml);
    expect(problems.map(({ part, line, column }) => [part, line, column])).toEqual([
      ['mjml', 2, 1],
      ['mjml', 3, 1],
    ]);
    expect(problems[0]?.message).toContain('colour');
  });

  it.each(['', ' \n', 'Hello', '<!-- x -->', '<mjml></mjml>', '<mj-body></mj-body>'])(
    'says of %j that it is no MJML, and where',
    async (mjml) => {
      expect(await problemsOf(mjml)).toMatchObject([{ part: 'mjml', line: 1, code: 'no_mjml' }]);
    },
  );

  it.each([
    ['a loop without end', '{% for i in (1..900000000) %}{{ i }}{% endfor %}', 'template.too_much_memory'],
    ['a text that is printed again and again', '{% for i in (1..2000) %}{{ long }}{% endfor %}', 'template.too_large'],
    ['a date without end', "{{ 'now' | date: '%99999999Y' }}", 'template.too_much_memory'],
    ['a source without end', 'x'.repeat(200_001), 'template.too_large'],
  ])('ends %s by its limit', async (_, liquid, code) => {
    const outcome: unknown = await render(inBody('x'), { long: 'x'.repeat(1_000) }, liquid).catch(
      (error: unknown) => error,
    );
    expect(outcome).toMatchObject({ code });
  });

  it('names fifty faults of thousands, each in some words', async () => {
    const many = await problemsOf(
      `<mjml><mj-body>${`<mj-nothing ${'a'.repeat(700)}="x"/>`.repeat(200)}</mj-body></mjml>`,
    );
    expect(many).toHaveLength(50);
    expect(Math.max(...many.map(({ message }) => message.length))).toBeLessThanOrEqual(500);
  });

  it('lets nothing out that no charset carries', async () => {
    const { html, text } = await render(inBody('a\ud83d|{{ face }}|\0b'), { face: 'x\ud83d' }, '\ude42c\u0007');
    expect(html).toContain('a|x|b');
    expect(text).toBe('c\n');
  });

  it('refuses mj-include of any kind', async () => {
    const mjml = '<mjml>\n<mj-body><MJ-Include path="/etc/passwd" type="html" /></mj-body></mjml>';
    expect(await problemsOf(mjml)).toEqual([
      { part: 'mjml', line: 2, column: 1, message: 'mj-include is not allowed.' },
    ]);
  });

  it.each([
    ['<form action="https://a.example"><input></form>', /form/],
    ['<iframe src="https://a.example"></iframe>', /iframe/],
    ['<svg><a xlink:href="https://a.example">x</a></svg>', /svg/],
    ['<a href="java&#115;cript:alert(1)">x</a>', /address may not be used/],
    ['<a href=" jAva\tscript:alert(1)">x</a>', /address may not be used/],
    ['<a href="j\tav\nascript:alert(1)">x</a>', /address may not be used/],
    ['<a href="f\tile:///etc/passwd">x</a>', /address may not be used/],
    [`<a title=">"onclick="x()" href="#">x</a>`, /onclick of <a> may not be used/],
    ['<![CDATA[ ><img src=x onerror=alert(1)>]]>', /CDATA/],
    ['<p style="width:e\\xpression(alert(1))">x</p>', /styles/],
    ['<meta http-equiv="refresh" content="0;url=https://a.example">', /steer/],
    ['<base href="https://a.example">', /base/],
    ['<p style="width:expression(alert(1))">x</p>', /styles/],
    ['<p style="background:u\\72l(java/**/script:alert(1))">x</p>', /styles/],
    ['<p style="beha\\76ior:url(#x)">x</p>', /styles/],
    ['<!--[if mso]><script>1</script><![endif]-->', /condition for Outlook/],
    ['<img alt="" src="data:image/png;base64,AAAA">', /Pictures/],
  ])('refuses %s', async (markup, message) => {
    const [problem] = await problemsOf(inBody(markup));
    expect(problem?.part).toBe('html');
    expect(problem?.message).toMatch(message);
  });

  it.each([
    ['far apart', `<meta title="${'x'.repeat(600)}" http-equiv="refresh" content="0;url=https://a.example">`],
    ['widely spaced', `<meta http-equiv${' '.repeat(30)}="refresh" content="0;url=https://a.example">`],
  ])('refuses what is %s', async (_, markup) => {
    expect((await problemsOf(inBody(markup)))[0]?.message).toMatch(/steer/);
  });

  it.each([
    ['<b>a</b><script>alert("1 < 2")</script><b>b</b>', '<b>a</b><b>b</b>', /script/],
    ['<SCRIPT src="https://a.example/x.js"></SCRIPT >c', 'c', /script/],
    ['<a href="https://a.example" onclick="x()" title="onclick=1">x</a>', ' title="onclick=1">x</a>', /onclick of <a>/],
    ['<img/onerror=alert(1) src="https://a.example/a.png" alt="">', '<img', /onerror of <img>/],
    [`<b title=">" onclick${' '.repeat(30)}="x()">x</b>`, '<b title=">">x</b>', /onclick of <b>/],
    ['<p OnMouseOver = \'x\' class="y">x</p>', '<p class="y">x</p>', /onmouseover of <p>/],
  ])('takes out what runs in %s, and says so', async (markup, kept, message) => {
    for (const mjml of [inBody(markup), `<mjml><mj-body><mj-raw>${markup}</mj-raw></mj-body></mjml>`]) {
      const { html, removed } = await render(mjml);
      expect(html).not.toMatch(/<script|[^"]onclick|onerror|onmouseover/i);
      expect(html).toContain(kept);
      expect(removed).toMatchObject([{ part: 'html', code: 'removed' }]);
      expect(removed?.[0]?.message).toMatch(message);
    }
  });

  it('is as quick with what is made to be slow', async () => {
    const begun = performance.now();
    for (const markup of [
      `<p onclick=1 ${' '.repeat(90_000)}x>a</p>`,
      `<p style="${'/*'.repeat(40_000)};x:expression(1)">a</p>`,
      '<p onclick="1">a</p>'.repeat(4_000),
      `<a href="${'&#x20;'.repeat(15_000)}">a</a>`,
    ]) {
      const outcome: unknown = await render(inBody(markup)).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toBeInstanceOf(TemplateError);
    }
    formatTemplate(`<p '"`.repeat(40_000));
    expect(performance.now() - begun).toBeLessThan(20_000);
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

describe('partials', () => {
  const partials = {
    head: {
      mjml: '<mj-section><mj-column><mj-text>{{ title }} {{ brand.name }}</mj-text></mj-column></mj-section>',
      text: '{{ title | upcase }}',
    },
    twice: {
      mjml: "{% render 'head', title: title %}{% render 'head', title: title %}",
      text: "{% render 'head', title: title %}",
    },
    deep: { mjml: "{% render 'deep' %}", text: '' },
    wrong: { mjml: '\n<mj-section>\n  <mj-text>x</mj-text></mj-section>', text: '\n {{ nothing }}' },
  };
  const whole = (content: string) => `<mjml>\n<mj-body>\n${content}</mj-body></mjml>`;
  const data = { title: '<T>', secret: 's', brand: { name: 'B' } };

  const of = async (mjml: string, text = '') => renderTemplate({ mjml, text, partials, data, translator: french });
  const problems = async (mjml: string, text = '') => {
    const error: unknown = await of(mjml, text).catch((thrown: unknown) => thrown);
    if (!(error instanceof TemplateError)) throw new Error('expected a TemplateError', { cause: error });
    return error.problems;
  };

  it('are printed into both parts, with what they are given, the brand and nothing else', async () => {
    const { html, text } = await of(whole("{% render 'twice', title: title %}"), "{% render 'twice', title: 'a' %}");
    expect(html.split('&lt;T&gt; B')).toHaveLength(3);
    expect(text).toBe('A\n');
    expect((await problems(whole("{% render 'head', other: secret %}")))[0]).toMatchObject({
      part: 'liquid',
      partial: 'head',
      line: 1,
      column: 36,
      code: 'unknown_variable',
    });
  });

  it('may not stand in one another without end', async () => {
    expect((await problems(whole("{% render 'deep' %}")))[0]?.message).toContain('more than 8 deep');
  });

  it('say which of them is wrong, and in which of its lines', async () => {
    expect(await problems(whole("{% render 'wrong' %}"))).toMatchObject([
      { part: 'mjml', partial: 'wrong', line: 3, column: 3 },
    ]);
    expect(await problems(whole("{% if true %}\n\n<mj-section a='b'></mj-section>{% endif %}"))).toMatchObject([
      { part: 'mjml', line: 5, column: 1 },
    ]);
    expect(await problems(whole("{% render 'head', title: 1 %}"), "{% render 'wrong' %}")).toMatchObject([
      { part: 'text', partial: 'wrong', line: 2, column: 5 },
    ]);
  });

  it('are known by their names without rendering', () => {
    expect(partialNames("{% render 'a' %}{%- render \"b-c\", x: 1 -%}{% render 'a' %}{% renderer 'no' %}")).toEqual([
      'a',
      'b-c',
    ]);
  });
});
