import {
  OpenEditions,
  RenderDigest,
  RenderWorkshop,
  localDate,
  type FrozenBlock,
  type Newsletter,
} from '@app/editions';
import { checkMessage, TemplateRepository, type TemplateVersion } from '@app/mail';
import { Clock, Database, newId } from '@app/platform';
import { STORIES, type BenchStage } from './bench-stage.js';
import { prepareRendering } from './bench-render.js';
import { drawer, longEdition } from './bench-variants.js';
import { median } from './figures.js';
import type { Measure } from './measure.js';

/** A designer waits for a digest of twelve stories, a morning's readers for a thousand cuts of one edition. */
const COMPILE_BELOW_MS = 20;
const HTML_BELOW_BYTES = 60_000;
const VARIANTS_BELOW_S = 5;
const VARIANTS = 1_000;
/** What preflight promises for a digest (docs/decisions/0023). */
const CHECK_BELOW_MS = 50;

const RUNS = 60;
/** Until the compiler has seen the code often enough to have settled. */
const WARM_UP = 30;

/**
 * The template workshop: a digest compiled and checked, the same in the sandbox, and an edition in a thousand cuts. Beside
 * each figure stands how often the bare compiler of MJML would compile the digest in the same time, measured in turn with
 * it: on a machine that does something else at the same time the ratio still says something.
 */
export async function benchWorkshop(stage: BenchStage): Promise<Measure[]> {
  const [newsletter] = stage.newsletters;
  if (newsletter === undefined) throw new Error('the benchmark has no newsletter');
  const { tools } = stage;
  const template = await tools.get(TemplateRepository, { strict: false }).currentOf(tools.get(Database), newsletter.templateId);
  if (template === undefined) throw new Error('the digest template is missing');
  const compile = await prepareRendering(tools, newsletter, STORIES);
  const { html, text, subject } = await compile();
  const workshop = tools.get(RenderWorkshop, { strict: false });
  const context = { kind: 'newsletter', language: newsletter.language } as const;
  const times = await inTurn({
    bare: await bareCompiler(),
    compile,
    check: () => checkMessage({ subject, html, text, context }, { locale: 'en' }),
    sandbox: () => workshop.render({ template, content: { newsletterId: newsletter.id } }),
  });
  const seconds = await secondsOfVariants(stage, newsletter, template);
  const bare = times['bare'] ?? Number.NaN;
  const of = (what: string, name: string, target?: number): Measure[] => {
    const value = times[name] ?? Number.NaN;
    return [
      { what: `${what}: median`, value, unit: 'ms', ...(target !== undefined && { target: { below: target } }) },
      { what: 'the same by bare MJML', value: value / bare, unit: '' },
    ];
  };
  return [
    { what: `a mail of ${STORIES} plain sections by MJML alone: median`, value: bare, unit: 'ms' },
    ...of(`a digest of ${STORIES} stories compiled, both parts`, 'compile', COMPILE_BELOW_MS),
    { what: 'its HTML', value: Buffer.byteLength(html), unit: 'bytes', target: { below: HTML_BELOW_BYTES } },
    ...of('its preflight', 'check', CHECK_BELOW_MS),
    ...of('a preview in the sandbox, to and fro', 'sandbox'),
    { what: `${VARIANTS} variants of one edition`, value: seconds, unit: 's', target: { below: VARIANTS_BELOW_S } },
    { what: 'each by bare MJML', value: seconds / bare, unit: '' },
  ];
} // prettier-ignore

/** Medians in milliseconds. Each in turn, so that what disturbs one disturbs all. */
async function inTurn(works: Readonly<Record<string, () => unknown>>): Promise<Record<string, number>> {
  const times = new Map(Object.keys(works).map((name) => [name, [] as number[]]));
  for (let run = -WARM_UP; run < RUNS; run += 1) {
    for (const [name, work] of Object.entries(works)) {
      const begun = performance.now();
      await work();
      if (run >= 0) times.get(name)?.push(performance.now() - begun);
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)]));
}

/** MJML as it comes, with nothing of ours around it: a mail as long as the digest. */
async function bareCompiler(): Promise<() => unknown> {
  const { default: mjml2html } = await import('mjml');
  const words = '<p style="margin:0">Les deux gouvernements promettent un billet moins cher que l’avion.</p>'.repeat(4);
  const section = `<mj-section><mj-column><mj-text>${words}</mj-text><mj-button href="https://a.example">Lire</mj-button></mj-column></mj-section>`;
  const mjml = `<mjml><mj-body>${section.repeat(STORIES)}</mj-body></mjml>`;
  return () => mjml2html(mjml, { validationLevel: 'strict' });
}

async function secondsOfVariants(
  { tools }: BenchStage,
  newsletter: Newsletter,
  template: TemplateVersion,
): Promise<number> {
  const dueAt = tools.get(Clock).now();
  const edition = { id: newId(), dueAt, editionDate: localDate(newsletter.timeZone, dueAt) };
  const blocks: readonly FrozenBlock[] = longEdition(dueAt);
  const head = await tools.get(RenderDigest, { strict: false }).head(newsletter, edition, blocks);
  const begun = performance.now();
  const open = await tools.get(OpenEditions, { strict: false }).open({ newsletter, edition, blocks, template, head });
  const draw = drawer();
  for (let made = 0; made < VARIANTS; made += 1)
    await open.render(blocks.map((block) => block.position).filter(() => draw() < 0.75));
  return (performance.now() - begun) / 1_000;
}
