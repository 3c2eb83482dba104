import { describe, expect, it } from '@jest/globals';
import { loadMessages, projectPath } from '@app/platform';
import fc from 'fast-check';
import { growth } from '../../../../test/support/growth.js';
import { formatTemplate } from './format-template.js';
import { renderTemplate } from './template-rendering.js';

const translator = loadMessages(projectPath('libs', 'mail', 'locales')).translator('en');

describe('formatTemplate', () => {
  it('puts each tag of the layout on its line, indented by what it stands in', () => {
    const written = `{%- if a -%}
<mjml><mj-head><mj-style>
.a {
color: red;
}
</mj-style></mj-head><mj-body><mj-section padding="0"><mj-column>
{% for b in c %}
<mj-text><p>{{ b }}</p>


<br></mj-text>
{% else %}
<mj-spacer />
{% endfor %}</mj-column></mj-section></mj-body></mjml>
{%- endif -%}`;
    expect(formatTemplate(written)).toBe(`{%- if a -%}
  <mjml>
    <mj-head>
      <mj-style>
        .a {
          color: red;
        }
      </mj-style>
    </mj-head>
    <mj-body>
      <mj-section padding="0">
        <mj-column>
          {% for b in c %}
            <mj-text><p>{{ b }}</p>

            <br></mj-text>
          {% else %}
            <mj-spacer />
        {% endfor %}</mj-column>
      </mj-section>
    </mj-body>
  </mjml>
{%- endif -%}
`);
  });

  it('leaves comments, raw blocks and pre as they are', () => {
    const kept = '{% comment %}\n     a\n   b\n{% endcomment %}\n<!--\n   x\n-->\n';
    expect(formatTemplate(kept)).toBe(kept);
  });

  it.each([
    ['deeper than a template may go', '<mjml>'.repeat(20_000)],
    ['deeper by Liquid', '{% if a %}\n'.repeat(101)],
    ['longer than a template may be', `${'<b>\n'.repeat(90)}${'a\n'.repeat(2_000)}`],
  ])('leaves as it is what is or would become %s', (_, written) => {
    expect(formatTemplate(written)).toBe(written);
  });

  it('indents what goes as deep as a template may', () => {
    const opened = '<b>\n'.repeat(100);
    expect(formatTemplate(`${opened}a`)).toContain(`\n${'  '.repeat(100)}a\n`);
  });

  it.each(['{%a', '{% a', '<a', '<a "', '{{', '/>  '])('takes a time that grows with its lines, whatever begins them: %s', (begin) => {
    const of = (length: number): string => Array.from({ length: 20 }, () => `${begin}${'a'.repeat(length)}`).join('\n');
    const sizes = { small: of(900), large: of(9_000), floorMs: 5, enough: 30 };
    expect(growth(formatTemplate, sizes)).toBeLessThan(60);
  }); // prettier-ignore

  it('changes nothing of what is rendered, and nothing the second time', async () => {
    const pieces = fc.constantFrom(
      '<p>a</p>', '\n', '   ', '{% if a %}', '{% endif %}', '{{ a }}', '<b>', '</b>', 'x > y', '<br>', "<i class='{{ a }}'>", '</i>', '{%- assign b = 1 -%}',
      '</mj-text><mj-text>', '</mj-text></mj-column><mj-column><mj-text>', '{', '}', '<img alt="a>b" src="https://a.example/a.png">',
    ); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 12 }), async (written) => {
        const mjml = `<mjml><mj-body><mj-section><mj-column><mj-text>${written.join('')}</mj-text></mj-column></mj-section></mj-body></mjml>`;
        const formatted = formatTemplate(mjml);
        expect(formatTemplate(formatted)).toBe(formatted);
        const of = async (source: string): Promise<string | undefined> =>
          renderTemplate({ mjml: source, text: '', data: { a: 'A' }, translator }).then(
            ({ html }) => html,
            () => undefined,
          );
        expect(await of(formatted)).toBe(await of(mjml));
      }),
      { numRuns: 60 },
    );
  });
});
