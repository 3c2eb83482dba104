import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { deleteApiV1OperatorsByIdSessions, deleteApiV1OperatorsByIdSessionsBySessionId } from '../client/index.js';
import { DataTable } from '../elements/data-table.js';
import { FailureLine } from '../elements/failure.js';
import { Moment, Relative } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { useDeviceName } from '../elements/use-device-name.js';
import { useWords } from '../language/words.js';
import { operatorSessionsQuery } from './queries.js';
import type { Operator } from './queries.js';
import { words } from './words.js';

/** Where the operator is signed in, and ending that. */
export function OperatorSessions({ operator: { id } }: { operator: Operator }) {
  const m = useWords(words);
  const deviceName = useDeviceName();
  const queries = useQueryClient();
  const sessions = useQuery(operatorSessionsQuery(id));
  const ending = useMutation({
    mutationFn: (sessionId: string | null) =>
      dataOf<{ ended: number }>(
        sessionId === null
          ? deleteApiV1OperatorsByIdSessions({ path: { id } })
          : deleteApiV1OperatorsByIdSessionsBySessionId({ path: { id, sessionId } }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: operatorSessionsQuery(id).queryKey }),
  });
  const endAll = (
    <Button
      variant="default"
      loading={ending.isPending}
      onClick={() => {
        ending.mutate(null);
      }}
    >
      {m.endAll}
    </Button>
  );
  return (
    <Section title={m.sessions} aside={(sessions.data?.length ?? 0) > 1 ? endAll : undefined}>
      {sessions.isError && <FailureLine error={sessions.error} />}
      {ending.isError && <FailureLine error={ending.error} />}
      <DataTable
        caption={m.sessions}
        rows={sessions.data}
        rowKey={(session) => session.id}
        empty={<p>{m.noSessions}</p>}
        columns={[
          { key: 'device', head: m.device, cell: ({ device }) => deviceName(device) },
          { key: 'since', head: m.lastSignedIn, cell: ({ since }) => <Moment at={since} />, isMinor: true },
          { key: 'lastSeen', head: m.lastSeen, cell: ({ lastSeenAt }) => <Relative at={lastSeenAt} /> },
          {
            key: 'end',
            head: m.endSession,
            cell: (session) => (
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => {
                  ending.mutate(session.id);
                }}
              >
                {m.endSession}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}
