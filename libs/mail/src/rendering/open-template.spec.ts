import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadMessages, projectPath } from '@app/platform';
import fc from 'fast-check';
import { OpenTemplate } from './open-template.js';
import { renderTemplate } from './template-rendering.js';

const translator = loadMessages(projectPath('libs', 'mail', 'locales')).translator('fr');

interface Item {
  readonly title: string;
  readonly isBig: boolean;
}

/** Loops in loops, variables that outlive them, positions, and two kinds of columns. */
const mjml = `{%- assign shade = accent | colour -%}
<mjml><mj-head><mj-title>{{ subject }}</mj-title><mj-preview>{{ preheader }}</mj-preview>
<mj-style>{% for group in groups %}.g{{ forloop.index }} { color: {{ shade }}; }{% endfor %}</mj-style></mj-head>
<mj-body>
{%- for group in groups %}{% assign name = group.name | upcase %}
<mj-section><mj-column><mj-text><h2>{{ forloop.index }} {{ name }}</h2></mj-text>
{%- for item in group.items %}
  <mj-text>{% unless forloop.first %}<hr>{% endunless %}{% if item.isBig %}{% assign size = 30 %}<b>{% else %}<i>{% endif %}{{ item.title }} {{ name }} {{ size }}{% if forloop.last %} fin{% endif %}</mj-text>
{%- endfor %}</mj-column></mj-section>
{%- endfor %}
{%- if groups.size > 1 %}<mj-section><mj-column><mj-text>a</mj-text></mj-column><mj-column><mj-text>b</mj-text></mj-column></mj-section>{% endif %}
<mj-section><mj-column><mj-text>{{ subject }}</mj-text></mj-column></mj-section>
</mj-body></mjml>`.replace('{{ size }}', '{{ size | default: 0 }}');
const text = `{% for group in groups %}{{ group.name | underline }}\n{% for item in group.items %}{{ forloop.index }} {{ item.title | fill: 20 }}\n{% endfor %}{% endfor %}`;

const titles = ['Un', '<b>&"\'', 'É « x »', 'a\n  b', '{{ subject }}', 'xMjml', '@@view@@', ''];
const items: Item[] = titles.flatMap((title) => [
  { title, isBig: true },
  { title, isBig: false },
]);
const groups = fc.array(
  fc.record({ name: fc.constantFrom('nord', 'sud'), items: fc.subarray(items, { maxLength: 4 }) }),
  { maxLength: 3 },
);

describe('an opened template', () => {
  const open = new OpenTemplate({ mjml, text, translator });
  const data = (given: object) => ({ accent: '#a8321f', subject: 'S', preheader: 'P', size: null, ...given });

  beforeAll(async () => {
    await open.render(data({ groups: [{ name: 'nord', items: items.slice(0, 3) }] }));
  });

  it('puts together what the ordinary way compiles, whatever is left out or moved', async () => {
    expect(open.isFast).toBe(true);
    await fc.assert(
      fc.asyncProperty(groups, fc.constantFrom('S', 'L’« été » & 1 < 2'), async (chosen, subject) => {
        const given = data({ groups: chosen, subject });
        const ordinary = await renderTemplate({ mjml, text, translator, data: given });
        expect(await open.render(given)).toEqual(ordinary);
      }),
      { numRuns: 25 },
    );
  });

  it('refuses what the ordinary way refuses, with the same problem', async () => {
    const hostile = new OpenTemplate({
      mjml: mjml.replace('{{ item.title }}', '{{ item.title | raw }}'),
      text,
      translator,
    });
    const of = (title: string) => data({ groups: [{ name: 'nord', items: [{ title, isBig: true }] }] });
    await hostile.render(of('Un'));
    expect(hostile.isFast).toBe(true);
    for (const title of ['<form>1</form>', '<a href="javascript:1">x</a>'])
      await expect(hostile.render(of(title))).rejects.toThrow('The template cannot be rendered');
    await expect(open.render({ ...of('Un'), accent: 'red;' })).rejects.toThrow('not a colour');
  });

  it('puts together what partials print, and forgets it with their brand', async () => {
    const partials = {
      item: { mjml: '<mj-text>{{ item.title }} {{ brand.name }}</mj-text>', text: '{{ item.title }} {{ brand.name }}' },
    };
    const around =
      "<mjml><mj-body>{% for group in groups %}<mj-section><mj-column>{% for item in group.items %}{% render 'item', item: item %}{% endfor %}</mj-column></mj-section>{% endfor %}</mj-body></mjml>";
    const plain =
      "{% for group in groups %}{% for item in group.items %}{% render 'item', item: item %}{% endfor %}{% endfor %}";
    const one = new OpenTemplate({ mjml: around, text: plain, partials, translator });
    for (const name of ['A', 'B', 'A']) {
      const given = data({ groups: [{ name: 'nord', items: items.slice(0, 3) }], brand: { name } });
      expect(await one.render(given)).toEqual(
        await renderTemplate({ mjml: around, text: plain, partials, translator, data: given }),
      );
    }
    expect(one.isFast).toBe(true);
  });

  it.each([
    ['a comment', (given: string) => given.replace('<h2>', '<!-- x --><h2>')],
    ['styles that look at the whole', (given: string) => given.replace('<mj-style>', '<mj-style inline="inline">')],
  ])('compiles each by itself where the template has %s', async (_what, change) => {
    const slow = new OpenTemplate({ mjml: change(mjml), text, translator });
    const given = data({ groups: [{ name: 'nord', items: items.slice(0, 3) }] });
    const ordinary = await renderTemplate({ mjml: change(mjml), text, translator, data: given });
    expect([await slow.render(given), await slow.render(given)]).toEqual([ordinary, ordinary]);
    expect(slow.isFast).toBe(false);
  });

  it.each([
    ['counts', "{% increment n %}{% cycle 'a', 'b' %}"],
    ['stops', '{% if forloop.index == 2 %}{% break %}{% endif %}'],
    [
      'goes on where another loop ended',
      '{% for x in group.items limit: 1 offset: continue %}{{ x.title }}{% endfor %}',
    ],
    ['asks for all of a loop', '{{ forloop | json }}'],
    ['sets what it reads first', '{{ size | default: 1 }}{% assign size = forloop.index %}'],
  ])('is not fooled by a loop that %s', async (_what, tags) => {
    const plain = `{% for group in groups %}{% for item in group.items %}${tags}{{ item.title }}{% endfor %}{% endfor %}`;
    const one = new OpenTemplate({ mjml, text: plain, translator });
    for (const length of [3, 4, 3, 1, 2]) {
      const given = data({ groups: [{ name: 'nord', items: items.slice(0, length) }] });
      expect(await one.render(given)).toEqual(await renderTemplate({ mjml, text: plain, translator, data: given }));
    }
  });
});
