import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DataTable, type Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Count } from '../elements/figures.js';
import { Moment } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { ProgressBar } from '../elements/progress.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { said, useWords } from '../language/words.js';
import styles from './editions.module.css';
import { FindDelivery } from './find-delivery.js';
import { reportQuery, type Report } from './queries.js';
import { words } from './words.js';

type Detail = NonNullable<Report['detail']>;
type Counts = Detail['totals'];

/** What became of every copy: all, by provider, by wave, and why some did not leave. */
export function ReportPart({ id, zone }: { id: string; zone: string | undefined }) {
  const m = useWords(words);
  const query = useQuery(reportQuery(id));
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <ListSkeleton />;
  const { sum, detail } = query.data;
  if (sum.recipients === 0 && (detail?.totals.recipients ?? 0) === 0)
    return <EmptyState title={m.reportSoon} body={m.reportSoonBody} />;
  const totals = detail?.totals ?? { ...sum, deferred: 0, waiting: 0 };
  return (
    <div className={styles.stack}>
      {query.data.state === 'sending' && (
        <ProgressBar label={m.states.sending} done={totals.recipients - totals.waiting - totals.deferred} total={totals.recipients} />
      )}
      <Summary figures={summaryOf(query.data, m)} />
      <p className={styles.hint}>
        {sum.closedAt === null ? m.still : <>{m.closedAt} <Moment at={sum.closedAt} zone={zone} /></>}
        {zone !== undefined && ` · ${m.zoneIs(zone.replaceAll('_', ' '))}`}
        {' · '}
        <a href={`/api/v1/editions/${id}/report/csv`} download>
          {m.download}
        </a>
      </p>
      {detail === null ? <p className={styles.hint}>{m.forgotten}</p> : <Tables detail={detail} zone={zone} />}
      <FindDelivery id={id} zone={zone} />
    </div>
  );
} // prettier-ignore

const figures = ['recipients', 'submitted', 'deferred', 'rejected', 'skipped', 'uncertain', 'waiting'] as const;

type M = (typeof words)['en'];

function figureName(figure: (typeof figures)[number], m: M): string {
  return figure === 'recipients' ? m.readers : m[figure];
}

interface Figure {
  name: string;
  value: number;
  /** no part of the readers before it, but what came of it later */
  isLater?: boolean;
}

/** What everybody looks at, on one line; what is nothing is left out, apart from the two that are always asked for. */
function summaryOf({ sum, detail, left }: Report, m: M): Figure[] {
  const counts = detail?.totals ?? { ...sum, deferred: 0, waiting: 0 };
  const parts = figures.map((figure) => ({ name: figureName(figure, m), value: counts[figure] }));
  const later = [
    { name: m.left, value: left, isLater: true },
    ...(detail === null ? [] : [
      { name: m.bounced, value: detail.bounced, isLater: true },
      { name: m.complained, value: detail.complained, isLater: true },
    ]),
  ];
  return [...parts.filter(({ value }, position) => position < 2 || value > 0), ...later];
} // prettier-ignore

function Summary({ figures: shown }: { figures: readonly Figure[] }) {
  return (
    <dl className={styles.summary}>
      {shown.map(({ name, value, isLater }) => (
        <div key={name} className={styles.figure} data-later={isLater}>
          <dt>{name}</dt>
          <dd>
            <Count of={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useCountColumns<Row extends Counts>(shown: readonly (typeof figures)[number][]): Column<Row>[] {
  const m = useWords(words);
  return shown.map((figure) => ({
    key: figure,
    head: figureName(figure, m),
    isNumber: true,
    isMinor: figure !== 'recipients' && figure !== 'submitted',
    cell: (row: Row) => <Count of={row[figure]} />,
  }));
}

type Wave = Detail['waves'][number];

/** When so much of a wave was at the relay; a part that was refused or is uncertain never is. */
function useAfter(): (wave: Wave, part: keyof Wave['secondsTo']) => ReactNode {
  const m = useWords(words);
  return ({ secondsTo, waiting, deferred }, part) => {
    const seconds = secondsTo[part];
    if (seconds !== null) return m.seconds(seconds);
    return <span className={styles.hint}>{waiting + deferred > 0 ? m.notYet : m.never}</span>;
  };
}

function Tables({ detail, zone }: { detail: Detail; zone: string | undefined }) {
  const m = useWords(words);
  const counts = useCountColumns<Detail['ways'][number]>(['recipients', 'submitted', 'deferred', 'rejected', 'uncertain', 'waiting']);
  const after = useAfter();
  const waveCounts = useCountColumns<Detail['waves'][number]>(['recipients', 'submitted', 'rejected', 'skipped', 'uncertain', 'waiting']);
  return (
    <>
      <Section title={m.byWave}>
        <DataTable
          caption={m.byWaveCaption}
          rows={detail.waves}
          rowKey={({ dueAt }) => dueAt}
          empty={null}
          columns={[
            { key: 'wave', head: m.wave, cell: ({ dueAt }) => <Moment at={dueAt} zone={zone} /> },
            ...waveCounts,
            { key: 'half', head: m.half, isNumber: true, isMinor: true, cell: (wave) => after(wave, 'half') },
            { key: 'most', head: m.most, isNumber: true, isMinor: true, cell: (wave) => after(wave, 'most') },
            { key: 'all', head: m.all, isNumber: true, cell: (wave) => after(wave, 'all') },
          ]}
        />
      </Section>
      <Section title={m.byProvider}>
        <DataTable
          caption={m.byProviderCaption}
          rows={detail.ways}
          rowKey={({ transport, provider }) => JSON.stringify([transport, provider])}
          empty={null}
          columns={[
            { key: 'provider', head: m.provider, cell: ({ provider }) => <bdi>{provider ?? m.untried}</bdi> },
            { key: 'transport', head: m.transport, cell: ({ transport }) => <bdi>{transport ?? '–'}</bdi>, isMinor: true },
            ...counts,
            { key: 'attempts', head: m.attempts, isNumber: true, isMinor: true, cell: ({ attempts }) => <Count of={attempts} /> },
          ]}
        />
      </Section>
      <div className={styles.pair}>
        <Reasons detail={detail} />
      </div>
    </>
  );
} // prettier-ignore

function Reasons({ detail }: { detail: Detail }) {
  const m = useWords(words);
  const rows = { key: 'rows', head: m.readers, isNumber: true, cell: ({ rows: of }: { rows: number }) => <Count of={of} /> };
  return (
    <>
      {detail.rejections.length > 0 && (
        <Section title={m.rejections}>
          <DataTable
            caption={m.rejectionsCaption}
            rows={detail.rejections}
            rowKey={({ smtpCode, enhancedCode }) => `${String(smtpCode)} ${String(enhancedCode)}`}
            empty={null}
            columns={[
              { key: 'code', head: m.code, cell: ({ smtpCode, enhancedCode }) => <code>{[smtpCode, enhancedCode].filter((code) => code !== null).join(' ') || '–'}</code> },
              { key: 'about', head: m.about, cell: ({ kind }) => m.abouts[kind] },
              rows,
            ]}
          />
        </Section>
      )}
      {detail.skips.length > 0 && (
        <Section title={m.skips}>
          <DataTable
            caption={m.skipsCaption}
            rows={detail.skips}
            rowKey={({ cause }) => cause}
            empty={null}
            columns={[{ key: 'cause', head: m.cause, cell: ({ cause }) => said(m.causes, cause) }, rows]}
          />
        </Section>
      )}
      {detail.attempts.length > 0 && (
        <Section title={m.tries}>
          <DataTable
            caption={m.triesCaption}
            rows={detail.attempts}
            rowKey={({ attempts }) => String(attempts)}
            empty={null}
            columns={[{ key: 'attempts', head: m.attempts, isNumber: true, cell: ({ attempts }) => <Count of={attempts} /> }, rows]}
          />
        </Section>
      )}
    </>
  );
} // prettier-ignore
