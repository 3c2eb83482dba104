import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/answers.js';
import { newslettersQuery } from '../api/newsletters.js';
import { useChangeView, useParam, useView } from '../elements/address.js';
import { DataTable } from '../elements/data-table.js';
import { Failure } from '../elements/failure.js';
import { Count } from '../elements/figures.js';
import { Page, Section } from '../elements/page.js';
import type { Crumb } from '../elements/page.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate } from '../language/moments.js';
import { said, useWords } from '../language/words.js';
import styles from './editions.module.css';
import { comparisonQuery, editionQuery, editionsQuery, sectionsQuery, type Comparison } from './queries.js';
import { readCompareView } from './view.js';
import { words } from './words.js';

/** Two editions of a newsletter: what came, went and moved, and what became of both. */
export function CompareScreen() {
  const id = useParam('id');
  const m = useWords(words);
  const { locale } = useLocale();
  const { with: other } = useView(readCompareView);
  const change = useChangeView();
  const query = useQuery(comparisonQuery(id, other));
  const edition = useQuery(editionQuery(id));
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const newsletter = newsletters.find((one) => one.id === edition.data?.newsletterId);
  const list = useQuery({ ...editionsQuery(newsletter === undefined ? {} : { newsletter: newsletter.slug }), enabled: newsletter !== undefined });
  const named = useEditionNames();
  const others = list.data?.editions.filter((one) => one.id !== id && one.currentRevision !== null) ?? [];
  const crumbs: Crumb[] = [{ label: m.title, link: { to: '/editions' } }];
  if (edition.data !== undefined && newsletter !== undefined) {
    const name = m.name(newsletter.name, formatEditionDate(edition.data.editionDate, locale));
    crumbs.push({ label: <bdi>{name}</bdi>, link: { to: '/editions/$id', params: { id } } });
  }
  return (
    <Page
      title={m.compareTitle}
      crumbs={crumbs}
    >
      <NativeSelect
        label={m.compareWith}
        value={other ?? ''}
        maw={420}
        data={[
          { value: '', label: m.editionBefore },
          ...others.map((one) => ({ value: one.id, label: named(one) })),
        ]}
        onChange={({ currentTarget }) => {
          change({ with: currentTarget.value === '' ? undefined : currentTarget.value });
        }}
      />
      {query.error instanceof ApiError && query.error.code === 'edition.not_comparable' ? (
        <p role="status">{other === undefined ? m.noEditionBefore : m.notComparable}</p>
      ) : query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <ListSkeleton />
      ) : (
        <Compared comparison={query.data} language={newsletter?.language} />
      )}
    </Page>
  );
} // prettier-ignore

/** `Mon 23 Nov, digest 2`: of two editions of a day the number tells which. */
function useEditionNames(): (edition: Pick<Comparison['before'], 'editionDate' | 'sequence' | 'kind'>) => string {
  const m = useWords(words);
  const { locale } = useLocale();
  return ({ editionDate, sequence, kind }) =>
    `${formatEditionDate(editionDate, locale)}, ${said(m.kinds, kind)}${sequence > 1 ? ` ${String(sequence)}` : ''}`;
}

const figures = ['blocks', 'recipients', 'submitted', 'rejected', 'skipped', 'uncertain'] as const;

function Compared({ comparison, language }: { comparison: Comparison; language: string | undefined }) {
  const m = useWords(words);
  const edition = useEditionNames();
  const { data: sections } = useQuery(sectionsQuery(comparison.after.id));
  const { before, after, blocks } = comparison;
  const many = (change: Comparison['blocks'][number]['change']): number => blocks.filter((one) => one.change === change).length;
  const headOf = (side: Comparison['before'], name: string): string => `${name}: ${edition(side)}`;
  const rows = [
    { name: m.subject, before: <bdi lang={language}>{before.subject}</bdi>, after: <bdi lang={language}>{after.subject}</bdi> },
    ...figures.map((figure) => ({
      name: figure === 'recipients' ? m.readers : m[figure],
      before: <Count of={before[figure]} />,
      after: <Count of={after[figure]} />,
    })),
  ];
  return (
    <>
      <Section title={m.figures}>
        <DataTable
          caption={m.figuresCaption}
          rows={rows}
          rowKey={({ name }) => name}
          empty={null}
          columns={[
            { key: 'name', head: m.figure, cell: ({ name }) => <span className={styles.whole}>{name}</span> },
            { key: 'before', head: headOf(before, m.earlier), cell: (row) => row.before },
            { key: 'after', head: headOf(after, m.later), cell: (row) => row.after },
          ]}
        />
      </Section>
      <Section title={m.blocks} aside={<span className={styles.hint}>{m.summary(many('came'), many('went'), many('moved'))}</span>}>
        <DataTable
          caption={m.compareCaption}
          rows={blocks}
          rowKey={(block) => `${block.kind} ${String(block.before?.place)} ${String(block.after?.place)}`}
          empty={<p>{m.nothingInCommon}</p>}
          columns={[
            { key: 'title', head: m.blocks, cell: ({ title, change }) => <bdi lang={language} className={change === 'came' ? styles.came : change === 'went' ? styles.went : undefined}>{title}</bdi> },
            { key: 'change', head: m.change, cell: ({ change, isReworded }) => `${m.changes[change]}${isReworded ? `, ${m.reworded}` : ''}` },
            { key: 'where', head: m.where, cell: ({ before: from, after: to }) => <bdi lang={language}>{m.moves(placed(from, sections), placed(to, sections))}</bdi> },
          ]}
        />
      </Section>
    </>
  );
} // prettier-ignore

function placed(
  place: { section: string; place: number } | null,
  sections: ReadonlyMap<string, string> | undefined,
): string {
  if (place === null) return '–';
  return `${sections?.get(place.section) ?? place.section} ${String(place.place + 1)}`.trim();
}
