import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { newslettersQuery } from '../api/newsletters.js';
import type { Newsletter } from '../api/newsletters.js';
import { readCursor } from '../api/cursor.js';
import { soloQuery } from '../api/solo.js';
import { useView } from '../elements/address.js';
import { DataTable } from '../elements/data-table.js';
import type { Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Relative } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { Pages } from '../elements/pages.js';
import { placeName } from '../elements/place.js';
import { Status } from '../elements/status.js';
import { useWords } from '../language/words.js';
import { operatorsQuery } from './queries.js';
import type { Operator } from './queries.js';
import styles from './operators.module.css';
import { words } from './words.js';

/** Who may sign in, and what each may do. */
export function OperatorsScreen() {
  const m = useWords(words);
  const page = useView(readCursor);
  const operators = useQuery(operatorsQuery(page));
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const solo = useQuery(soloQuery);
  const invite = <Button renderRoot={(props) => <Link to="/operators/invite" {...props} />}>{m.invite}</Button>;
  return (
    <Page title={m.title} lead={m.lead} actions={invite}>
      {solo.data?.holds === true && (
        <p className={styles.solo}>
          <strong>{m.soloTitle}</strong> {m.soloBody}
        </p>
      )}
      {operators.isError ? (
        <Failure error={operators.error} onRetry={() => void operators.refetch()} retrying={operators.isFetching} />
      ) : (
        <>
          <DataTable
            caption={m.caption}
            columns={columnsIn(m, newsletters)}
            rows={operators.data?.operators}
            rowKey={({ id }) => id}
            rowLink={({ id }) => ({ to: '/operators/$id', params: { id } })}
            empty={<EmptyState title={m.emptyTitle} body={m.emptyBody} />}
          />
          <Pages next={operators.data?.next} />
        </>
      )}
    </Page>
  );
}

function columnsIn(m: (typeof words)['en'], newsletters: readonly Newsletter[]): readonly Column<Operator>[] {
  return [
    { key: 'name', head: m.name, cell: ({ name }) => <bdi>{name}</bdi> },
    { key: 'address', head: m.address, cell: ({ address }) => <bdi>{address}</bdi>, isMinor: true },
    { key: 'role', head: m.role, cell: ({ role }) => m.roles[role] },
    {
      key: 'beyond',
      head: m.beyond,
      isMinor: true,
      cell: ({ grants }) => grants.map((grant) => placeName(grant, newsletters) ?? m.everywhere).join(', '),
    },
    {
      key: 'lastSignedIn',
      head: m.lastSignedIn,
      cell: ({ lastSignedInAt }) => (lastSignedInAt === null ? m.never : <Relative at={lastSignedInAt} />),
    },
    { key: 'state', head: m.state, cell: (operator) => <OperatorState operator={operator} /> },
  ];
}

export function OperatorState({ operator }: { operator: Operator }) {
  const m = useWords(words);
  if (operator.disabledAt !== null) return <Status tone="quiet">{m.states.disabled}</Status>;
  if (operator.lastSignedInAt === null) return <Status tone="warn">{m.states.invited}</Status>;
  return <Status tone="good">{m.states.active}</Status>;
}
