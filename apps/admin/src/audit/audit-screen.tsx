import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useView } from '../elements/address.js';
import { DataTable } from '../elements/data-table.js';
import type { Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { FilterBar } from '../elements/filter-bar.js';
import { Moment, ownZoneName } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { Pages } from '../elements/pages.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate } from '../language/moments.js';
import { said, useWords } from '../language/words.js';
import { actWords } from './act-words.js';
import styles from './audit.module.css';
import { readAuditView } from './audit-view.js';
import { auditQuery, exportAddress, operatorsQuery } from './queries.js';
import type { AuditEntry } from './queries.js';
import { words } from './words.js';

/** The entry as it stands in the log: its codes are what one searches for and quotes. */
function Recorded({ entry: { action, object, detail } }: { entry: AuditEntry }) {
  const m = useWords(words);
  return (
    <details className={styles.record}>
      <summary>{m.record}</summary>
      <code>{action}</code> <code>{object}</code>
      <dl dir="auto">
        {Object.entries(detail).map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Done({ entry }: { entry: AuditEntry }) {
  const m = useWords(words);
  const { acts } = useWords(actWords);
  const { reason } = entry.detail;
  return (
    <>
      {Object.hasOwn(acts, entry.action) ? said(acts, entry.action) : <code>{entry.action}</code>}
      {typeof reason === 'string' && reason !== '' && (
        <span className={styles.reason}>
          {m.reason} <bdi>{reason}</bdi>
        </span>
      )}
      <Recorded entry={entry} />
    </>
  );
}

/** What it was done to by its name, which leads to it; where it has none, by its kind. */
function About({ entry: { object, about } }: { entry: AuditEntry }) {
  const { kinds } = useWords(actWords);
  const { locale } = useLocale();
  if (about === null) return said(kinds, object.split(':', 1)[0] ?? object);
  return (
    <>
      <Link to={about.path}>
        <bdi>{about.name}</bdi>
      </Link>
      {about.date !== null && <span className={styles.quiet}> {formatEditionDate(about.date, locale)}</span>}
    </>
  );
}

function useColumns(): Column<AuditEntry>[] {
  const m = useWords(words);
  return [
    { key: 'at', head: m.at(ownZoneName), cell: ({ at }) => <Moment at={at} /> },
    {
      key: 'who',
      head: m.who,
      cell: ({ operator, key }) => (
        <>
          {operator === null ? <span className={styles.quiet}>{m.machine}</span> : <bdi>{operator.name}</bdi>}
          {key !== null && <span className={styles.quiet}> ({m.byKey(key.name)})</span>}
        </>
      ),
    },
    { key: 'what', head: m.what, cell: (entry) => <Done entry={entry} /> },
    { key: 'about', head: m.about, cell: (entry) => <About entry={entry} /> },
  ];
}

/** One area of the product, or the very action that a link names. */
function useAreas(action: string | undefined): { value: string; label: string }[] {
  const { acts, areas } = useWords(actWords);
  const known = Object.entries(areas).map(([value, label]) => ({ value, label }));
  if (action === undefined || Object.hasOwn(areas, action)) return known;
  return [...known, { value: action, label: said(acts, action) }];
}

export function AuditScreen() {
  const m = useWords(words);
  const view = useView(readAuditView);
  const query = useQuery(auditQuery(view));
  const operators = useQuery(operatorsQuery);
  const columns = useColumns();
  const areas = useAreas(view.action);
  return (
    <Page
      title={m.title}
      lead={m.lead}
      actions={
        <>
          <Button component="a" variant="default" href={exportAddress(view, 'csv')} download>
            {m.exportSheet}
          </Button>
          <Button component="a" variant="default" href={exportAddress(view, 'jsonl')} download>
            {m.exportLines}
          </Button>
        </>
      }
    >
      <FilterBar
        filters={[
          {
            key: 'operator',
            label: m.operator,
            kind: 'choice',
            any: m.operatorAny,
            options: (operators.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          },
          { key: 'action', label: m.area, kind: 'choice', any: m.areaAny, options: areas },
          { key: 'object', label: m.objectIs, kind: 'text' },
          { key: 'from', label: m.from, kind: 'date' },
          { key: 'to', label: m.to, kind: 'date' },
        ]}
      />
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : (
        <>
          <DataTable
            caption={m.title}
            columns={columns}
            rows={query.data?.entries}
            rowKey={({ id }) => id}
            empty={<EmptyState title={m.noneTitle} body={m.noneBody} />}
          />
          <Pages next={query.data?.next} />
        </>
      )}
    </Page>
  );
}
