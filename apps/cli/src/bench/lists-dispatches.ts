import type { INestApplicationContext } from '@nestjs/common';
import { ReadDispatch, SearchDispatches, type DispatchSearch } from '@app/dispatches';
import type { ListQuery } from './lists-readers.js';

const PAGE = 50;
const DAY_MS = 86_400_000;
/** Pages somebody turns before they search instead. */
const DEEP_PAGES = 20;

/** What the dispatches' room asks, by the services its API asks, over what `seedDispatches` stored. */
export async function dispatchLists(tools: INestApplicationContext): Promise<ListQuery[]> {
  const search = tools.get(SearchDispatches, { strict: false });
  const find = (asked: Partial<DispatchSearch>) => search.find({ sort: 'newest', limit: PAGE, ...asked });
  const { dispatches } = await find({});
  let deep: string | null = null;
  for (let page = 0; page < DEEP_PAGES; page += 1) {
    const found = await find(deep === null ? {} : { after: deep });
    deep = found.next;
  }
  const after = deep ?? undefined;
  const pick = <T>(of: readonly T[], n: number): T | undefined => of[n % of.length];
  return [
    { name: 'dispatches: the newest', run: () => find({}) },
    { name: 'dispatches: page 21', run: () => find({ after }) },
    { name: 'dispatches: a frequent word', run: (n) => find({ text: pick(['gouvernement', 'regierung', '政府'], n) }) },
    { name: 'dispatches: a rare word', run: (n) => find({ text: pick(['phare', 'lighthouse', '灯塔'], n) }) },
    { name: 'dispatches: two words', run: () => find({ text: 'gouvernement élections' }) },
    { name: 'dispatches: two words, best first', run: () => find({ text: 'gouvernement élections', sort: 'rank' }) },
    { name: 'dispatches: a beginning', run: () => find({ text: 'éle' }) },
    { name: 'dispatches: a word that is nowhere', run: () => find({ text: 'zzzz' }) },
    { name: 'dispatches: one source in one language', run: (n) => find({ source: `list-${1 + (n % 40)}`, language: 'zh' }) },
    { name: 'dispatches: a topic, half a year ago', run: () => find({ topic: 'climat', to: new Date(Date.now() - 180 * DAY_MS) }) },
    { name: 'one dispatch', run: (n) => tools.get(ReadDispatch, { strict: false }).read(pick(dispatches, n)?.id ?? '') },
  ];
} // prettier-ignore
