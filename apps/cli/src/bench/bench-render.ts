import type { INestApplicationContext } from '@nestjs/common';
import {
  AssembleEdition,
  FreezeEdition,
  RenderDigest,
  RenderWorkshop,
  draftsOf,
  localDate,
  type Newsletter,
  type RenderedDigest,
} from '@app/editions';
import { TemplateRepository, type TemplateVersion } from '@app/mail';
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
  /** The same in the workshop's sandbox, to and fro included; median in milliseconds. */
  readonly sandboxMs: number;
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
  const digest = await render();
  const times = await timesOf(render);
  const workshop = stage.tools.get(RenderWorkshop, { strict: false });
  const template = await newestTemplate(stage.tools, newsletter);
  const inSandbox = async (): Promise<unknown> =>
    workshop.render({ template, content: { newsletterId: newsletter.id } });
  return {
    stories: STORIES,
    runs: RUNS,
    medianMs: median(times),
    fastestMs: Math.min(...times),
    slowestMs: Math.max(...times),
    sandboxMs: median(await timesOf(inSandbox)),
    htmlBytes: Buffer.byteLength(digest.html),
    textBytes: Buffer.byteLength(digest.text),
  };
}

async function timesOf(render: () => Promise<unknown>): Promise<number[]> {
  for (let run = 0; run < WARM_UP_RUNS; run += 1) await render();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const begun = performance.now();
    await render();
    times.push(performance.now() - begun);
  }
  return times;
}

async function newestTemplate(tools: INestApplicationContext, { templateId }: Newsletter): Promise<TemplateVersion> {
  const template = await tools.get(TemplateRepository, { strict: false }).currentOf(tools.get(Database), templateId);
  if (template === undefined) throw new Error('the digest template is missing');
  return template;
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
  const template = await newestTemplate(tools, newsletter);
  const renderer = tools.get(RenderDigest, { strict: false });
  const due = { dueAt, editionDate: localDate(newsletter.timeZone, dueAt) };
  return () => renderer.render(newsletter, due, blocks, template);
}
