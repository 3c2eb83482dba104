import type { INestApplicationContext } from '@nestjs/common';
import {
  AssembleEdition,
  FreezeEdition,
  RenderDigest,
  draftsOf,
  localDate,
  type Newsletter,
  type RenderedDigest,
} from '@app/editions';
import { TemplateRepository } from '@app/mail';
import { Clock, Database } from '@app/platform';
import { STORIES, type BenchStage } from './bench-stage.js';
import { median } from './figures.js';

export interface RenderResult {
  readonly stories: number;
  readonly runs: number;
  /** One rendering, HTML and plain text, in milliseconds. */
  readonly medianMs: number;
  readonly fastestMs: number;
  readonly slowestMs: number;
  readonly htmlBytes: number;
  readonly textBytes: number;
}

const RUNS = 30;
/** Until the compiler has seen the code often enough to have settled. */
const WARM_UP_RUNS = 10;

/** Renders the same frozen blocks again and again: Liquid, MJML and the plain-text twin, without database. */
export async function benchRender(stage: BenchStage): Promise<RenderResult> {
  const [newsletter] = stage.newsletters;
  if (newsletter === undefined) throw new Error('the benchmark has no newsletter');
  const render = await prepareRendering(stage.tools, newsletter, STORIES);
  for (let run = 0; run < WARM_UP_RUNS; run += 1) await render();
  const times: number[] = [];
  let digest = await render();
  for (let run = 0; run < RUNS; run += 1) {
    const begun = performance.now();
    digest = await render();
    times.push(performance.now() - begun);
  }
  return {
    stories: STORIES,
    runs: RUNS,
    medianMs: median(times),
    fastestMs: Math.min(...times),
    slowestMs: Math.max(...times),
    htmlBytes: Buffer.byteLength(digest.html),
    textBytes: Buffer.byteLength(digest.text),
  };
}

/** The digest that `newsletter` would send now, as often as it is asked for. */
export async function prepareRendering(
  tools: INestApplicationContext,
  newsletter: Newsletter,
  stories: number,
): Promise<() => Promise<RenderedDigest>> {
  const database = tools.get(Database);
  const dueAt = tools.get(Clock).now();
  const { proposal } = await tools
    .get(AssembleEdition, { strict: false })
    .choose(database, newsletter, { cutOff: dueAt, dueAt });
  const blocks = await tools.get(FreezeEdition, { strict: false }).frozenBlocks(database, draftsOf(proposal), dueAt);
  if (blocks.length !== stories) throw new Error(`the digest has ${blocks.length} stories, expected ${stories}`);
  const template = await tools.get(TemplateRepository, { strict: false }).currentOf(database, newsletter.templateId);
  if (template === undefined) throw new Error('the digest template is missing');
  const renderer = tools.get(RenderDigest, { strict: false });
  const due = { dueAt, editionDate: localDate(newsletter.timeZone, dueAt) };
  return () => renderer.render(newsletter, due, blocks, template);
}
