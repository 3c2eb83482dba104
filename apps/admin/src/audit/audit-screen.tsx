import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useView } from '../elements/address.js';
import { DataTable } from '../elements/data-table.js';
import type { Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { FilterBar } from '../elements/filter-bar.js';
import { Moment } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { Pages } from '../elements/pages.js';
import { useWords } from '../language/words.js';
import styles from './audit.module.css';
import { readAuditView } from './audit-view.js';
import { auditQuery, exportAddress, operatorsQuery } from './queries.js';
import type { AuditEntry } from './queries.js';
import { words } from './words.js';

/** `key: value` pairs in one line; the export has the whole. */
function detailOf(detail: AuditEntry['detail']): string {
  return Object.entries(detail)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}

function useColumns(): Column<AuditEntry>[] {
  const m = useWords(words);
  return [
    { key: 'at', head: m.at, cell: ({ at }) => <Moment at={at} /> },
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
    { key: 'action', head: m.action, cell: ({ action }) => <code className={styles.action}>{action}</code> },
    { key: 'object', head: m.object, cell: ({ object }) => <code className={styles.object}>{object}</code> },
    {
      key: 'detail',
      head: m.detail,
      cell: ({ detail }) => (
        <span className={styles.detail} dir="auto">
          {detailOf(detail)}
        </span>
      ),
      isMinor: true,
    },
  ];
}

export function AuditScreen() {
  const m = useWords(words);
  const view = useView(readAuditView);
  const query = useQuery(auditQuery(view));
  const operators = useQuery(operatorsQuery);
  const columns = useColumns();
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
          { key: 'action', label: m.actionBegins, kind: 'text', longest: 100 },
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
