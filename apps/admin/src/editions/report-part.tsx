import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1EditionsByIdDeliveriesFind } from '../client/index.js';
import { DataTable, type Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Facts } from '../elements/facts.js';
import { Failure, FailureLine } from '../elements/failure.js';
import { Count } from '../elements/figures.js';
import { Moment } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { ProgressBar } from '../elements/progress.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { said, useWords } from '../language/words.js';
import styles from './editions.module.css';
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
  const { sum, detail, left } = query.data;
  if (sum.recipients === 0 && (detail?.totals.recipients ?? 0) === 0)
    return <EmptyState title={m.reportSoon} body={m.reportSoonBody} />;
  const totals = detail?.totals ?? { ...sum, deferred: 0, waiting: 0 };
  return (
    <div className={styles.stack}>
      {query.data.state === 'sending' && (
        <ProgressBar label={m.states.sending} done={totals.recipients - totals.waiting - totals.deferred} total={totals.recipients} />
      )}
      <Facts facts={factsOf(totals, m).concat([
        { name: m.left, value: <Count of={left} /> },
        ...(detail === null ? [] : [
          { name: m.bounced, value: <Count of={detail.bounced} /> },
          { name: m.complained, value: <Count of={detail.complained} /> },
        ]),
        { name: m.closedAt, value: sum.closedAt === null ? m.still : <Moment at={sum.closedAt} zone={zone} /> },
      ])} />
      <p>
        <a href={`/api/v1/editions/${id}/report/csv`} download>
          {m.download}
        </a>
      </p>
      {detail === null ? <p className={styles.hint}>{m.forgotten}</p> : <Tables detail={detail} zone={zone} />}
      <FindDelivery id={id} />
    </div>
  );
} // prettier-ignore

const figures = ['recipients', 'submitted', 'deferred', 'rejected', 'skipped', 'uncertain', 'waiting'] as const;

type M = (typeof words)['en'];

function figureName(figure: (typeof figures)[number], m: M): string {
  return figure === 'recipients' ? m.readers : m[figure];
}

function factsOf(counts: Counts, m: M): { name: string; value: ReactNode }[] {
  return figures.map((figure) => ({ name: figureName(figure, m), value: <Count of={counts[figure]} /> }));
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

function Tables({ detail, zone }: { detail: Detail; zone: string | undefined }) {
  const m = useWords(words);
  const counts = useCountColumns<Detail['ways'][number]>(['recipients', 'submitted', 'deferred', 'rejected', 'uncertain', 'waiting']);
  const waveCounts = useCountColumns<Detail['waves'][number]>(['recipients', 'submitted', 'rejected', 'skipped', 'uncertain', 'waiting']);
  const after = (seconds: number | null): string => (seconds === null ? '–' : m.seconds(seconds));
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
            { key: 'half', head: m.half, isNumber: true, isMinor: true, cell: ({ secondsTo }) => after(secondsTo.half) },
            { key: 'most', head: m.most, isNumber: true, isMinor: true, cell: ({ secondsTo }) => after(secondsTo.most) },
            { key: 'all', head: m.all, isNumber: true, cell: ({ secondsTo }) => after(secondsTo.all) },
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

/** The address stays in a form and a body: an address bar is kept by browsers, and logged on the way. */
function FindDelivery({ id }: { id: string }) {
  const m = useWords(words);
  const [typed, type] = useState('');
  const finding = useMutation({
    mutationFn: (address: string) => dataOf(postApiV1EditionsByIdDeliveriesFind({ path: { id }, body: { address } })),
  });
  return (
    <Section title={m.find}>
      <form
        className={styles.find}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') finding.mutate(typed.trim());
        }}
      >
        <TextInput
          type="search"
          size="sm"
          label={m.address}
          description={m.findHint}
          autoComplete="off"
          maxLength={320}
          value={typed}
          onChange={({ currentTarget }) => {
            type(currentTarget.value);
            finding.reset();
          }}
        />
        <Button type="submit" variant="default" loading={finding.isPending}>
          {m.find}
        </Button>
      </form>
      {finding.isError && <FailureLine error={finding.error} />}
      {finding.data !== undefined && (
        <p role="status">
          {finding.data.explanation} <span className={styles.hint}>{m.message}</span>{' '}
          <code>{finding.data.messageId}</code>
        </p>
      )}
    </Section>
  );
}
