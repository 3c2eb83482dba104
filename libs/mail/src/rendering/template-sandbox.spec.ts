import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCatalogueError } from '@app/platform';
import { checkMessage } from '../preflight/check-message.js';
import type { MessageToCheck } from '../preflight/message-to-check.js';
import { TemplateError } from '../templates/template.errors.js';
import { SandboxWorker } from './sandbox-thread.js';
import { sandboxEntry, TemplateSandbox } from './template-sandbox.js';

/** Runs the build's worker: after a change of the rendering, `nest build cli`. */
const sandbox = new TemplateSandbox({ megabytes: 192, workers: 1, waiting: 20 });

afterAll(async () => sandbox.onModuleDestroy());

function inBody(content: string): string {
  return `<mjml><mj-body><mj-section><mj-column><mj-text>${content}</mj-text></mj-column></mj-section></mj-body></mjml>`;
}

const data = { title: 'A <b>', list: ['a', 'b'], object: { name: 'o' } };

/** Thousands of millions of turns. */
const endless = `${'{% for a in (1..2000) %}'.repeat(3)}${'{% endfor %}'.repeat(3)}`;

async function render(mjml: string, text = '') {
  return sandbox.render({ mjml, text, data, locale: 'fr', catalogue: 'mail' });
}

async function refusal(mjml: string, text = ''): Promise<TemplateError> {
  const error: unknown = await render(mjml, text).then(
    ({ html, text: plain }) => `${html}${plain}`.slice(-2_000),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TemplateError)) throw new Error(`expected a TemplateError, got ${String(error)}`);
  return error;
}

/** What a peer's template could do (CVE-2025-49136 read the environment, CVE-2026-21483 ran in the admin), asked of ours. */
describe('the sandbox', () => {
  beforeAll(async () => {
    process.env['SANDBOX_SECRET'] = 'top-secret-5c1';
    await render(inBody('x'));
  });

  afterAll(() => {
    delete process.env['SANDBOX_SECRET'];
  });

  it('renders what the process itself renders, words and partials included', async () => {
    const { html, text, subject } = await sandbox.render({
      mjml: "<mjml><mj-body>{% render 'one', title: title %}</mj-body></mjml>",
      text: "{{ 'notice.quoted' | t: name: title }}",
      subject: '{{ locale }} {{ dir }}',
      partials: {
        one: { mjml: '<mj-section><mj-column><mj-text>{{ title }}</mj-text></mj-column></mj-section>', text: '' },
      },
      data,
      locale: 'ar',
      catalogue: 'mail',
    });
    expect(html).toContain('A &lt;b&gt;');
    expect(html).toContain('<html lang="ar" dir="rtl"');
    expect(text).toContain('A <b>');
    expect(subject).toBe('ar rtl');
  });

  it.each([
    ['{{ env.SANDBOX_SECRET }}'],
    ["{{ 'SANDBOX_SECRET' | env }}"],
    ["{{ 'SANDBOX_SECRET' | getenv }}"],
    ['{{ process.env.SANDBOX_SECRET }}'],
    ['{{ globalThis.process.env.SANDBOX_SECRET }}'],
    ['{{ title.constructor.constructor }}'],
    ['{{ object.__proto__.polluted }}'],
    ['{{ object["constructor"]["name"] }}'],
    ['{{ list.__proto__ }}'],
    ['{{ object.hasOwnProperty }}'],
    ['{{ list | map: "constructor" | map: "name" | join: "" | append: nothing }}'],
    ["{{ 'a' | __proto__ }}"],
    ["{{ 'a' | valueOf }}"],
    ["{% include '/proc/self/environ' %}"],
    ["{% render '../../../etc/passwd' %}"],
    ["{% layout '/etc/passwd' %}"],
    ['<mj-include path="/proc/self/environ" type="html" />'],
    ["{{ '<mj-include path=/etc/passwd />' | raw }}"],
    ["{% capture x %}<mj-{% endcapture %}{{ x | raw }}include path='/etc/passwd' />"],
    ['<!-- <mj-include path="/etc/passwd" /> -->'],
    ['<script>1'],
    ['<iframe srcdoc="x"></iframe>'],
    ['<a href="&#x6a;avascript&colon;alert(1)">x</a>'],
  ])('reaches nothing from %s', async (hostile) => {
    const found = await render(inBody(hostile), '').then(
      ({ html }) => html,
      (error: unknown) => (error instanceof TemplateError ? '' : String(error)),
    );
    expect(found).not.toMatch(/top-secret|root:x|native code|Function|\[object|<script|srcdoc|javascript|Error/);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each([
    [
      'a text that doubles',
      inBody(`{% assign a = 'xxxxxxxxxxxxxxxx' %}${'{% assign a = a | append: a %}'.repeat(40)}`),
    ],
    [
      'captures that double',
      inBody(
        `{% assign a = 'xxxxxxxxxxxxxxxx' %}${'{% capture a %}{{ a }}{{ a }}{{ a }}{{ a }}{% endcapture %}'.repeat(30)}`,
      ),
    ],
    ['much too much MJML', inBody(`{% for a in (1..3000) %}${'<p>x</p>'.repeat(60)}{% endfor %}`)],
    ['partials by themselves', inBody("{% render 'x' %}")],
    [
      'a thousand tags in one another',
      `<mjml><mj-body>${'<mj-wrapper>'.repeat(1_000)}${'</mj-wrapper>'.repeat(1_000)}</mj-body></mjml>`,
    ],
    ['a thousand conditions in one another', inBody(`${'{% if true %}'.repeat(5_000)}x${'{% endif %}'.repeat(4_999)}`)],
    [
      'attributes that are none',
      '<mjml><mj-body><mj-section mj-class="x" padding="javascript:1"></mj-section></mj-body></mjml>',
    ],
  ])('refuses %s and lives', async (_what, mjml) => {
    const error = await refusal(mjml);
    expect(error.code).toMatch(/^template\.(invalid|too_(slow|large|much_memory))$/);
    expect(error.problems.length).toBeGreaterThan(0);
    expect((await render(inBody('alive'))).html).toContain('alive');
  });

  it('ends what takes too long, and begins anew', async () => {
    const quick = new TemplateSandbox({ milliseconds: 1_500, workers: 1 });
    const of = async (text: string) =>
      quick.render({ mjml: inBody('alive'), text, data, locale: 'fr', catalogue: 'mail' });
    try {
      const [slow, after] = await Promise.allSettled([of(endless), of('')]);
      expect(slow).toMatchObject({ reason: { code: 'template.too_slow' } });
      expect(after.status === 'fulfilled' && after.value.html).toContain('alive');
    } finally {
      await quick.onModuleDestroy();
    }
  });

  it('ends what needs more memory than there is', async () => {
    const small = new TemplateSandbox({ megabytes: 12, workers: 1 });
    try {
      await expect(
        small.render({ mjml: inBody('x'), text: '', data, locale: 'fr', catalogue: 'mail' }),
      ).rejects.toMatchObject({ code: 'template.too_much_memory' });
    } finally {
      await small.onModuleDestroy();
    }
  });

  it('is told by a worker that ended meanwhile that it never began, and asks another one', async () => {
    const worker = new SandboxWorker(sandboxEntry(), 192);
    const request = { task: 'render', mjml: inBody('x'), text: '', data, locale: 'fr', catalogue: 'mail' } as const;
    expect(await worker.ask(request, 8_000)).toMatchObject({ kind: 'rendered' });
    await worker.end();
    expect(worker.isAlive).toBe(false);
    expect(await worker.ask(request, 8_000)).toEqual({ kind: 'never_began', message: 'The worker ended.' });
  });

  it('looks over a message as the process itself would', async () => {
    const html = '<html lang="fr"><body><img src="https://journal.example.org/a.png"><p>{{ name }}</p></body></html>';
    const message: MessageToCheck = { subject: 'A', html, text: 'A', context: { kind: 'newsletter' } };
    const findings = await sandbox.check({ message, locale: 'fr' });
    expect(findings).toEqual(checkMessage(message, { locale: 'fr' }));
    expect(findings.map(({ code }) => code)).toContain('preflight.alt_missing');
  });

  it('is told the same by one that the system has no thread for', async () => {
    // Node refuses a file that is named so before there is a thread, as it does where none can be had.
    const worker = new SandboxWorker('nowhere.js', 192);
    expect(worker.isAlive).toBe(false);
    const task = { task: 'render', mjml: inBody('x'), text: '', data, locale: 'fr', catalogue: 'mail' } as const;
    const asked = await worker.ask(task, 8_000);
    expect(asked).toMatchObject({ kind: 'never_began', message: expect.stringContaining('nowhere.js') as unknown });
    await worker.end();
  });

  it('leaves a worker to everybody else, whatever one asks for', async () => {
    const two = new TemplateSandbox({ milliseconds: 4_000, workers: 2, waitingOfOne: 3 });
    const of = async (text: string, asker: string) =>
      two.render({ mjml: inBody('alive'), text, data, locale: 'fr', catalogue: 'mail', asker });
    try {
      // Both workers are there before anything is compared.
      await Promise.all([of('', 'one'), of('', 'other')]);
      const ended: string[] = [];
      const slow = Array.from({ length: 6 }, async () =>
        of(endless, 'one').catch((error: unknown) => ended.push(String(error))),
      );
      expect((await of('', 'other')).html).toContain('alive');
      // What waits of one is bounded; the slow one under way has not ended yet.
      expect(ended.filter((error) => error.includes('Too many'))).toHaveLength(2);
      expect(ended).toHaveLength(2);
      await two.onModuleDestroy();
      await Promise.all(slow);
    } finally {
      await two.onModuleDestroy();
    }
  });

  it('lets a bounded number wait', async () => {
    const all = await Promise.allSettled(Array.from({ length: 30 }, async () => render(inBody('x'))));
    const refused = all.filter((one) => one.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(isCatalogueError(reason, 'template.busy')).toBe(true);
  });

  it('says TemplateError or renders, whatever is written', async () => {
    const pieces = fc.constantFrom(
      '{% for a in list %}', '{% endfor %}', '{% if title %}', '{% endif %}', '{{ title }}', '{{ object.name | raw }}', '{{ x', '%}',
      "{% render 'one' %}", '{% capture a %}', '{% endcapture %}', '<mj-text>', '</mj-text>', '<mj-raw>', '</mj-raw>', '<p on',
      'click=1>', '<style>', '</style>', '<!--', '-->', '<![CDATA[', ']]>', '"', "'", '<', '>', '&#', '\0', '\u0001', '{% raw %}', 'é',
      '<script>', '</script>', '<mj-style inline="inline">', '</mj-style>', '<mj-html-attributes>', 'a{color:red}', '\\',
    ); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 14 }), fc.boolean(), async (written, isInText) => {
        const source = written.join('');
        const outcome: unknown = await render(
          isInText ? inBody(source) : `<mjml><mj-body>${source}</mj-body></mjml>`,
          source,
        ).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(TemplateError);
        else expect((outcome as { html: string }).html).not.toMatch(/<script|\sonclick/i);
      }),
      { numRuns: 60 },
    );
  });
});
