import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { DataTable } from '../elements/data-table.js';
import { Failure, FailureLine } from '../elements/failure.js';
import { Moment, Relative } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { Status } from '../elements/status.js';
import { useDeviceName } from '../elements/use-device-name.js';
import { said, useWords } from '../language/words.js';
import { endOtherSessions, endSession, ownSessionsQuery } from './queries.js';
import type { OwnSession } from './queries.js';
import { words } from './words.js';

/** Where one is signed in, and ending it. */
export function OwnSessions() {
  const m = useWords(words);
  const deviceName = useDeviceName();
  const client = useQueryClient();
  const [isAsking, ask] = useState(false);
  const sessions = useQuery(ownSessionsQuery);
  const again = (): void => {
    void client.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
  };
  const ending = useMutation({ mutationFn: endSession, onSettled: again });
  const nameOf = ({ device }: OwnSession): string => deviceName(device);
  if (sessions.isError)
    return (
      <Section title={m.sessions}>
        <Failure error={sessions.error} onRetry={() => void sessions.refetch()} retrying={sessions.isFetching} />
      </Section>
    );
  const rows = sessions.data?.sessions;
  const others = (rows?.length ?? 1) - 1;
  const endButton = (session: OwnSession) =>
    session.isThis ? (
      <Status tone="good">{m.thisOne}</Status>
    ) : (
      <Button
        variant="default"
        size="xs"
        aria-label={m.endOf(nameOf(session))}
        loading={ending.isPending && ending.variables === session.id}
        onClick={() => {
          ending.mutate(session.id);
        }}
      >
        {m.end}
      </Button>
    );
  return (
    <Section
      title={m.sessions}
      aside={
        others > 0 && (
          <Button
            variant="default"
            onClick={() => {
              ask(true);
            }}
          >
            {m.endOthers}
          </Button>
        )
      }
    >
      {ending.error !== null && <FailureLine error={ending.error} />}
      <DataTable
        caption={m.sessions}
        rows={rows}
        rowKey={({ id }) => id}
        empty={null}
        columns={[
          { key: 'device', head: m.device, cell: nameOf },
          { key: 'by', head: m.by, isMinor: true, cell: ({ method }) => said(m.methods, method) },
          { key: 'since', head: m.since, isMinor: true, cell: ({ since }) => <Moment at={since} /> },
          { key: 'seen', head: m.seen, cell: ({ lastSeenAt }) => <Relative at={lastSeenAt} /> },
          { key: 'end', head: '', cell: endButton },
        ]}
      />
      <ConsequenceDialog
        opened={isAsking}
        onClose={() => {
          ask(false);
        }}
        title={m.endOthersTitle}
        describe={() => <p>{m.endOthersBody(others)}</p>}
        verb={m.endOthers}
        act={endOtherSessions}
        onDone={again}
      />
    </Section>
  );
}
