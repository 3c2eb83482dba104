import { Skeleton, Switch } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { getApiV1AccountAlarmMail, putApiV1AccountAlarmMail } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { Failure, FailureLine } from '../elements/failure.js';
import { Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import { words } from './words.js';

const alarmMailQuery = queryOptions({
  queryKey: ['account', 'alarm-mail'],
  queryFn: ({ signal }) => dataOf(getApiV1AccountAlarmMail({ signal })),
});

/** Whether one is called by mail when the desk is needed. */
export function AlarmMail() {
  const m = useWords(words);
  const client = useQueryClient();
  const announce = useAnnounce();
  const chosen = useQuery(alarmMailQuery);
  const choosing = useMutation({
    mutationFn: (isWanted: boolean) => dataOf(putApiV1AccountAlarmMail({ body: { isWanted } })),
    onSuccess: (now) => {
      client.setQueryData(alarmMailQuery.queryKey, now);
      announce(m.saved);
    },
  });
  return (
    <Section title={m.alarmMail}>
      {chosen.isError ? (
        <Failure error={chosen.error} onRetry={() => void chosen.refetch()} retrying={chosen.isFetching} />
      ) : chosen.data === undefined ? (
        <Skeleton height={24} aria-busy="true" />
      ) : (
        <Switch
          label={m.alarmMailWanted}
          description={m.alarmMailHint}
          checked={choosing.isPending ? choosing.variables : chosen.data.isWanted}
          onChange={(event) => {
            choosing.mutate(event.currentTarget.checked);
          }}
        />
      )}
      {choosing.isError && <FailureLine error={choosing.error} />}
    </Section>
  );
}
