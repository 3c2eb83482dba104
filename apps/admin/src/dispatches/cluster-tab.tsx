import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { getApiV1DispatchesById, postApiV1ClustersByIdMerge, postApiV1ClustersByIdSplit } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { Failure, FailureLine } from '../elements/failure.js';
import { Relative } from '../elements/moment.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import styles from './dispatches.module.css';
import { clusterQuery, type Cluster, type Dispatch } from './queries.js';
import { words } from './words.js';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

function Members({ cluster, self }: { cluster: Cluster; self: string }) {
  const m = useWords(words);
  const may = useMay();
  const queries = useQueryClient();
  const announce = useAnnounce();
  const [chosen, choose] = useState<readonly string[]>([]);
  const splitting = useMutation({
    mutationFn: () => dataOf(postApiV1ClustersByIdSplit({ path: { id: cluster.id }, body: { dispatchIds: [...chosen] } })),
    onSuccess: async () => {
      choose([]);
      announce(m.splitDone);
      await queries.invalidateQueries({ queryKey: ['dispatches'] });
    },
  }); // prettier-ignore
  const canSplit = may('edit') && cluster.members.length > 1;
  return (
    <>
      {canSplit && <p className={styles.quiet}>{m.splitHint}</p>}
      <ul className={styles.members}>
        {cluster.members.map(({ id, headline, sourceName, publishedAt }) => (
          <li key={id}>
            {canSplit && (
              <Checkbox
                size="md"
                aria-label={headline}
                checked={chosen.includes(id)}
                onChange={({ currentTarget }) => {
                  choose(currentTarget.checked ? [...chosen, id] : chosen.filter((other) => other !== id));
                }}
              />
            )}
            <span>
              {id === self ? (
                <strong>
                  <bdi>{headline}</bdi>
                </strong>
              ) : (
                <Link to="/dispatches/$id" params={{ id }}>
                  <bdi>{headline}</bdi>
                </Link>
              )}{' '}
              <span className={styles.quiet}>
                <bdi>{sourceName}</bdi> · <Relative at={publishedAt} />
              </span>
            </span>
          </li>
        ))}
      </ul>
      {splitting.isError && <FailureLine error={splitting.error} />}
      {canSplit && (
        <Button
          variant="default"
          disabled={chosen.length === 0 || chosen.length === cluster.members.length}
          loading={splitting.isPending}
          onClick={() => {
            splitting.mutate();
          }}
        >
          {m.split}
        </Button>
      )}
    </>
  );
}

function Merge({ clusterId }: { clusterId: string }) {
  const m = useWords(words);
  const queries = useQueryClient();
  const announce = useAnnounce();
  const [typed, type] = useState('');
  const named = UUID.exec(typed)?.[0];
  const merging = useMutation({
    mutationFn: async (id: string) => {
      const other = await dataOf(getApiV1DispatchesById({ path: { id } }));
      if (other.clusterId === null) throw new Error(m.mergeWrong);
      return dataOf(postApiV1ClustersByIdMerge({ path: { id: clusterId }, body: { with: [other.clusterId] } }));
    },
    onSuccess: async () => {
      type('');
      announce(m.mergeDone);
      await queries.invalidateQueries({ queryKey: ['dispatches'] });
    },
  });
  return (
    <form
      className={styles.merge}
      onSubmit={(event) => {
        event.preventDefault();
        if (named !== undefined) merging.mutate(named);
      }}
    >
      <TextInput
        label={m.merge}
        description={m.mergeHint}
        value={typed}
        maxLength={400}
        error={typed !== '' && named === undefined ? m.mergeWrong : undefined}
        onChange={(event) => {
          type(event.currentTarget.value);
        }}
      />
      <Button type="submit" variant="default" disabled={named === undefined} loading={merging.isPending}>
        {m.mergeButton}
      </Button>
      {merging.isError && <FailureLine error={merging.error} />}
    </form>
  );
}

function Standing({ clusterId, self }: { clusterId: string; self: string }) {
  const may = useMay();
  const query = useQuery(clusterQuery(clusterId));
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <ListSkeleton />;
  return (
    <div className={styles.event}>
      <Members cluster={query.data} self={self} />
      {may('edit') && <Merge clusterId={clusterId} />}
    </div>
  );
}

/** The dispatches that tell the same event, and the operator's word on that. */
export function ClusterTab({ dispatch }: { dispatch: Dispatch }) {
  const m = useWords(words);
  if (dispatch.clusterId === null) return <p className={styles.quiet}>{m.alone}</p>;
  return <Standing clusterId={dispatch.clusterId} self={dispatch.id} />;
}
