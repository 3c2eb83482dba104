import { Button, Checkbox } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { newslettersQuery } from '../api/newsletters.js';
import type { Newsletter } from '../api/newsletters.js';
import { postApiV1ApiKeysByIdRevoke } from '../client/index.js';
import { useChangeView, useView } from '../elements/address.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { DataTable } from '../elements/data-table.js';
import type { Column } from '../elements/data-table.js';
import { EmptyState } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import { Moment, Relative, useMoment } from '../elements/moment.js';
import { Page } from '../elements/page.js';
import { Pages } from '../elements/pages.js';
import { placeName } from '../elements/place.js';
import { Status } from '../elements/status.js';
import { useWords } from '../language/words.js';
import { keysQuery } from './queries.js';
import type { ApiKey } from './queries.js';
import { readKeysView } from './view.js';
import { words } from './words.js';

/** The keys there are, what each may, and their end. */
export function ApiKeysScreen() {
  const m = useWords(words);
  const view = useView(readKeysView);
  const change = useChangeView();
  const keys = useQuery(keysQuery(view));
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const [leaving, leave] = useState<ApiKey>();
  const issue = <Button renderRoot={(props) => <Link to="/api-keys/new" {...props} />}>{m.issue}</Button>;
  return (
    <Page title={m.title} lead={m.lead} actions={issue}>
      <Checkbox
        mb="md"
        label={m.withRevoked}
        checked={view.revoked === 'true'}
        onChange={(event) => {
          change({ revoked: event.currentTarget.checked ? 'true' : undefined, after: undefined });
        }}
      />
      {keys.isError ? (
        <Failure error={keys.error} onRetry={() => void keys.refetch()} retrying={keys.isFetching} />
      ) : (
        <>
          <DataTable
            caption={m.caption}
            columns={columnsIn(m, newsletters, leave)}
            rows={keys.data?.keys}
            rowKey={({ id }) => id}
            empty={<EmptyState title={m.emptyTitle} body={m.emptyBody} />}
          />
          <Pages next={keys.data?.next} />
        </>
      )}
      {leaving !== undefined && (
        <Revocation
          apiKey={leaving}
          onClose={() => {
            leave(undefined);
          }}
        />
      )}
    </Page>
  );
}

function columnsIn(
  m: (typeof words)['en'],
  newsletters: readonly Newsletter[],
  onRevoke: (key: ApiKey) => void,
): readonly Column<ApiKey>[] {
  return [
    { key: 'name', head: m.name, cell: ({ name }) => <bdi>{name}</bdi> },
    { key: 'prefix', head: m.key, cell: ({ prefix }) => <code>{prefix}…</code> },
    { key: 'operator', head: m.actsFor, cell: ({ operator }) => <bdi>{operator.name}</bdi> },
    { key: 'scopes', head: m.scopes, cell: ({ scopes }) => scopes.join(', '), isMinor: true },
    { key: 'where', head: m.where, cell: (one) => placeName(one, newsletters) ?? m.everywhere, isMinor: true },
    {
      key: 'lastUsed',
      head: m.lastUsed,
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? m.never : <Relative at={lastUsedAt} />),
    },
    {
      key: 'expires',
      head: m.expires,
      isMinor: true,
      cell: ({ expiresAt }) => (expiresAt === null ? m.noEnd : <Moment at={expiresAt} />),
    },
    { key: 'state', head: m.state, cell: (one) => <KeyState apiKey={one} /> },
    {
      key: 'revoke',
      head: m.revoke,
      cell: (one) =>
        one.revokedAt === null && (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => {
              onRevoke(one);
            }}
          >
            {m.revoke}
          </Button>
        ),
    },
  ];
}

function KeyState({ apiKey: { opens, revokedAt, expiresAt } }: { apiKey: ApiKey }) {
  const m = useWords(words);
  if (opens) return <Status tone="good">{m.states.opens}</Status>;
  if (revokedAt !== null) return <Status tone="quiet">{m.states.revoked}</Status>;
  const isOver = expiresAt !== null && new Date(expiresAt) <= new Date();
  return <Status tone="warn">{isOver ? m.states.expired : m.states.disabled}</Status>;
}

function Revocation({ apiKey: { id, name, lastUsedAt }, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const m = useWords(words);
  const queries = useQueryClient();
  const moment = useMoment();
  return (
    <ConsequenceDialog
      opened
      onClose={onClose}
      title={m.revokeTitle(name)}
      describe={() => (
        <>
          <p>{m.revokeSays(lastUsedAt === null ? m.never : moment(lastUsedAt))}</p>
          <p>{m.cannot}</p>
        </>
      )}
      verb={m.revoke}
      act={() => dataOf(postApiV1ApiKeysByIdRevoke({ path: { id } }))}
      onDone={() => void queries.invalidateQueries({ queryKey: ['api-keys'] })}
    />
  );
}
