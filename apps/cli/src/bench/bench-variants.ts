import { OpenEditions, RenderDigest, localDate, type FrozenBlock } from '@app/editions';
import { TemplateRepository } from '@app/mail';
import { Clock, Database, newId } from '@app/platform';
import { DEMO_REGIONS } from '../newsroom/demo-dispatch.schema.js';
import type { BenchStage } from './bench-stage.js';
import { median } from './figures.js';
import { percentile, type Measure } from './measure.js';

/** Stories of the edition: a long one, some 60 KB of HTML. */
const STORIES = 18;
const VARIANTS = 500;
/** Until the compiler has seen the code often enough to have settled. */
const WARM_UP = 100;
const WHOLES = 20;
const TARGET_MS = 2;

/**
 * One edition in many cuts: which blocks each holds is drawn by a generator with a fixed seed, so that hardly two are
 * alike. A variant is HTML, plain text, subject and hash. Beside it, in the same run, the whole edition compiled.
 */
export async function benchVariants({ tools, newsletters }: BenchStage): Promise<Measure[]> {
  const database = tools.get(Database);
  const [newsletter] = newsletters;
  if (newsletter === undefined) throw new Error('the benchmark has no newsletter');
  const template = await tools.get(TemplateRepository, { strict: false }).currentOf(database, newsletter.templateId);
  if (template === undefined) throw new Error('the digest template is missing');
  const dueAt = tools.get(Clock).now();
  const edition = { id: newId(), dueAt, editionDate: localDate(newsletter.timeZone, dueAt) };
  const blocks = longEdition(dueAt);
  const renderer = tools.get(RenderDigest, { strict: false });
  const head = await renderer.head(newsletter, edition, blocks);
  const wholes: number[] = [];
  for (let run = -5; run < WHOLES; run += 1) {
    const begun = performance.now();
    await renderer.render(newsletter, edition, blocks, template);
    if (run >= 0) wholes.push(performance.now() - begun);
  }
  const open = await tools.get(OpenEditions, { strict: false }).open({ newsletter, edition, blocks, template, head });
  const draw = drawer();
  const times: number[] = [];
  const hashes = new Set<string>();
  let bytes = 0;
  let used = process.cpuUsage();
  for (let run = -WARM_UP; run < VARIANTS; run += 1) {
    if (run === 0) used = process.cpuUsage();
    const positions = blocks.map((block) => block.position).filter(() => draw() < 0.75);
    const begun = performance.now();
    const { html, hash } = await open.render(positions);
    if (run < 0) continue;
    times.push(performance.now() - begun);
    hashes.add(hash.toString('hex'));
    bytes += Buffer.byteLength(html);
  }
  const { user, system } = process.cpuUsage(used);
  const [whole, variant] = [median(wholes), median(times)];
  return [
    { what: `an edition of ${STORIES} stories compiled whole: median`, value: whole, unit: 'ms' },
    {
      what: `each of ${hashes.size} further variants: median`,
      value: variant,
      unit: 'ms',
      target: { below: TARGET_MS },
    },
    { what: 'the same: 99th of 100', value: percentile(times, 0.99), unit: 'ms' },
    { what: 'the same: processor time', value: (user + system) / 1_000 / VARIANTS, unit: 'ms' },
    { what: 'variants in the time of a whole', value: whole / variant, unit: '' },
    { what: 'HTML of the whole', value: Buffer.byteLength(open.whole.html), unit: 'bytes' },
    { what: 'HTML of a variant, on average', value: bytes / VARIANTS, unit: 'bytes' },
  ];
}

/** The same numbers from 0 to 1 in every run (Park and Miller's generator). */
export function drawer(): () => number {
  let seed = 20_261_122;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}

/** Blocks of a long edition, frozen. */
export function longEdition(publishedAt: Date): FrozenBlock[] {
  const share = { mayShow: true, standfirst: '', mayShowPicture: true, until: null, excerpt: '' };
  return Array.from({ length: STORIES }, (_, position) => {
    const section = DEMO_REGIONS[Math.floor((position * DEMO_REGIONS.length) / STORIES)] ?? 'monde';
    const file = {
      hash: position.toString(16).padStart(64, '0'),
      mediaType: 'image/jpeg' as const,
      width: 1_200,
      height: 800,
    };
    const picture = { files: [file], alt: 'Un train à quai', caption: 'Le train de nuit en gare.', credit: 'Newsroom' };
    return {
      kind: 'dispatch',
      position,
      section,
      dispatchId: newId(),
      dispatchVersion: 1,
      pictureId: null,
      content: {
        headline: `La liaison de nuit numéro ${position} doit reprendre au printemps, après six ans d’interruption`,
        standfirst:
          'Les deux gouvernements promettent un billet moins cher que l’avion, et un départ chaque soir. '.repeat(4),
        link: `https://newsroom.example/articles/${position}`,
        isUpdate: position % 4 === 0,
        isPaid: position % 5 === 0,
        countries: ['PT', 'ES'],
        regions: [section],
        topics: [],
        sources: ['Newsroom', 'Agence ibérique'],
        publishedAt: publishedAt.toISOString(),
        picture: position % 3 === 0 ? picture : null,
        archive: share,
        feed: share,
      },
    };
  });
}
