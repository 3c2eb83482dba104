import { useQuery } from '@tanstack/react-query';
import { newslettersQuery } from '../api/newsletters.js';
import { useView } from '../elements/address.js';
import { Chart } from '../elements/chart.js';
import { DataTable } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Count, Percent } from '../elements/figures.js';
import { FilterBar } from '../elements/filter-bar.js';
import { Relative } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { useLocale } from '../language/locale.js';
import { formatPeriod } from '../language/moments.js';
import { said, useWords } from '../language/words.js';
import { readershipQuery, type Readership } from './queries.js';
import styles from './subscribers.module.css';
import { readReadershipView } from './view.js';
import { words } from './words.js';

/** Periods that can stand side by side as bars of three. */
const MOST_BARS = 31;

/** How a readership grows and shrinks; what is shown stands in the address. */
export function ReadershipScreen() {
  const m = useWords(words);
  const view = useView(readReadershipView);
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const readership = useQuery(readershipQuery(view));
  return (
    <Page title={m.readership} crumbs={[{ label: m.title, link: { to: '/subscribers' } }]} lead={m.readershipLead}>
      <FilterBar
        filters={[
          {
            key: 'newsletter',
            label: m.newsletter,
            kind: 'choice',
            any: m.together,
            options: newsletters.map(({ slug, name }) => ({ value: slug, label: name })),
          },
          { key: 'from', label: m.from, kind: 'date' },
          { key: 'to', label: m.to, kind: 'date' },
          {
            key: 'step',
            label: m.step,
            kind: 'choice',
            any: m.stepByRange,
            options: Object.entries(m.steps).map(([value, label]) => ({ value, label })),
          },
        ]}
      />
      {readership.isError ? (
        <Failure error={readership.error} onRetry={() => void readership.refetch()} retrying={readership.isFetching} />
      ) : readership.data === undefined ? (
        <ListSkeleton />
      ) : readership.data.countedAt === null ? (
        <EmptyState title={m.uncountedTitle} body={m.uncountedBody} />
      ) : (
        <ReadershipCharts readership={readership.data} countedAt={readership.data.countedAt} />
      )}
    </Page>
  );
}

function ReadershipCharts({ readership, countedAt }: { readership: Readership; countedAt: string }) {
  const m = useWords(words);
  const { periods, causes } = readership;
  const points = periods.map((period) => ({ ...period }));
  const { locale } = useLocale();
  const along = {
    key: 'begins',
    label: m.steps[readership.step],
    format: (begins: string) => formatPeriod(begins, readership.step, locale),
  };
  return (
    <>
      <Totals readership={readership} />
      <p className={styles.note}>
        {m.counted} <Relative at={countedAt} />
        {readership.timeZone !== null && <> · {readership.timeZone}</>}
      </p>
      <div className={styles.charts}>
        <Chart
          title={m.readers}
          kind="line"
          along={along}
          points={points}
          series={[{ key: 'readers', label: m.readers, color: 'var(--link)' }]}
        />
        <Chart
          title={m.cameAndWent}
          kind={points.length > MOST_BARS ? 'line' : 'bar'}
          along={along}
          points={points}
          series={[
            { key: 'signedUp', label: m.signedUp, color: 'var(--rule-firm)' },
            { key: 'confirmed', label: m.confirmed, color: 'var(--good)' },
            { key: 'ended', label: m.endings, color: 'var(--accent)' },
          ]}
        />
        {Object.keys(causes).length > 0 && (
          <Chart
            title={m.whyEnded}
            kind="bar"
            along={{ key: 'cause', label: m.cause }}
            points={Object.entries(causes).map(([cause, ended]) => ({ cause: said(m.enders, cause), ended }))}
            series={[{ key: 'ended', label: m.endings, color: 'var(--accent)' }]}
          />
        )}
        {readership.editions.length > 0 && (
          <Chart
            title={m.endedByEdition}
            kind="bar"
            along={{ key: 'edition', label: m.edition }}
            points={readership.editions.map(({ editionDate, newsletter, ended }) => ({
              edition: `${readership.newsletter === null ? `${newsletter} ` : ''}${formatPeriod(editionDate, 'day', locale)}`,
              ended,
            }))}
            series={[{ key: 'ended', label: m.endings, color: 'var(--accent)' }]}
          />
        )}
      </div>
      <Placements readership={readership} />
    </>
  );
}

function Totals({ readership: { periods } }: { readership: Readership }) {
  const m = useWords(words);
  const sum = (of: 'signedUp' | 'confirmed' | 'brought' | 'ended'): number =>
    periods.reduce((total, period) => total + period[of], 0);
  const totals = [
    { name: m.readersNow, value: periods.at(-1)?.readers ?? 0 },
    { name: m.signedUp, value: sum('signedUp') },
    { name: m.confirmed, value: sum('confirmed') },
    { name: m.brought, value: sum('brought') },
    { name: m.endings, value: sum('ended') },
  ];
  return (
    <dl className={styles.totals}>
      {totals.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Count of={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Placements({ readership }: { readership: Readership }) {
  const m = useWords(words);
  return (
    <Section title={m.placements}>
      <DataTable
        caption={m.placements}
        rows={readership.placements}
        rowKey={({ page, placement }) => `${placement} ${page}`}
        empty={<EmptyState title={m.noPlacementTitle} body={m.noPlacementBody} />}
        columns={[
          { key: 'page', head: m.page, cell: ({ page }) => <bdi>{page === '' ? m.otherPages : page}</bdi> },
          { key: 'placement', head: m.placement, cell: ({ placement }) => <bdi>{placement === '' ? '–' : placement}</bdi> },
          { key: 'signedUp', head: m.signedUp, isNumber: true, cell: ({ signedUp }) => <Count of={signedUp} /> },
          { key: 'confirmed', head: m.confirmed, isNumber: true, cell: ({ confirmed }) => <Count of={confirmed} /> },
          {
            key: 'rate',
            head: m.rate,
            isNumber: true,
            cell: ({ confirmed, signedUp }) => <Percent part={confirmed} whole={signedUp} />,
          },
        ]}
      />
    </Section>
  );
} // prettier-ignore
