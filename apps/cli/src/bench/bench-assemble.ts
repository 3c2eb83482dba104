import pg from 'pg';
import { AssembleEdition } from '@app/editions';
import { Database } from '@app/platform';
import { insertEvents, readByDate } from './bench-assemble.repository.js';
import type { BenchStage } from './bench-stage.js';
import { percentile, type Measure } from './measure.js';

const RUNS = 30;
/** Until the compiler has seen the code often enough to have settled. */
const WARM_UP_RUNS = 5;
const TARGET_MS = 1_000;
const HOUR_MS = 3_600_000;

/**
 * A digest assembled from a day of many wires, reading included: what the window holds, whom it was told by, what past
 * editions told, and the choice. Beside it, in the same run, what gluing the last items together costs: the same rows read
 * and sorted by date.
 */
export async function benchAssemble(stage: BenchStage, dispatches: number): Promise<Measure[]> {
  // Not the one whose archive another part fills: its last edition would bound the window.
  const newsletter = stage.newsletters.at(-1);
  if (newsletter === undefined) throw new Error('the benchmark has no newsletter');
  const owner = new pg.Client({ connectionString: stage.instance.config.env.MIGRATION_DATABASE_URL });
  await owner.connect();
  try {
    const clusters = await insertEvents(owner, { dispatches, language: newsletter.language });
    const assembling = stage.tools.get(AssembleEdition, { strict: false });
    const database = stage.tools.get(Database);
    const cutOff = new Date();
    const dueAt = new Date(cutOff.getTime() + HOUR_MS / 2);
    const [times, processor, plain] = [[] as number[], [] as number[], [] as number[]];
    let weighed = 0;
    for (let run = -WARM_UP_RUNS; run < RUNS; run += 1) {
      const [begun, used] = [performance.now(), process.cpuUsage()];
      const { proposal } = await assembling.choose(database, newsletter, { cutOff, dueAt });
      const [assembled, { user, system }] = [performance.now(), process.cpuUsage(used)];
      await readByDate(owner, newsletter.language, newsletter.maxDispatches);
      if (run < 0) continue;
      times.push(assembled - begun);
      processor.push((user + system) / 1_000);
      plain.push(performance.now() - assembled);
      const others = proposal.blocks.map((block) => (block.kind === 'dispatch' ? 1 + block.others.length : 0));
      weighed = others.reduce((sum, count) => sum + count, proposal.omitted.length);
    }
    if (weighed < dispatches) throw new Error(`only ${weighed} of ${dispatches} dispatches were weighed`);
    return [
      { what: 'dispatches in the window, each chosen or left out with its reasons', value: weighed, unit: '' },
      { what: `a digest of ${newsletter.maxDispatches} from them and their ${clusters} events, reading included: median`, value: percentile(times, 0.5), unit: 'ms' },
      { what: 'the same: slowest', value: Math.max(...times), unit: 'ms', target: { below: TARGET_MS } },
      { what: 'the same: processor time of our process, median', value: percentile(processor, 0.5), unit: 'ms' },
      { what: 'the same rows read and sorted by date, the newest taken: median', value: percentile(plain, 0.5), unit: 'ms' },
    ];
  } finally {
    await owner.end();
  }
} // prettier-ignore
