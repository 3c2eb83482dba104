import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { soloQuery } from '../api/solo.js';
import { useAnnounce } from '../elements/announcer.js';
import { FailureLine } from '../elements/failure.js';
import { Section } from '../elements/page.js';
import { Status } from '../elements/status.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import styles from './settings.module.css';
import { declareSolo } from './queries.js';
import { words } from './words.js';

/** Declared in the open, because it takes a second pair of eyes away. */
export function SoloSection() {
  const m = useWords(words);
  const may = useMay();
  const query = useQuery(soloQuery);
  const client = useQueryClient();
  const announce = useAnnounce();
  const declaring = useMutation({
    mutationFn: declareSolo,
    onSuccess: (solo) => {
      client.setQueryData(soloQuery.queryKey, solo);
      announce(solo.since === null ? m.soloEnded : m.soloDeclared);
    },
  });
  const solo = query.data;
  const isDeclared = solo !== undefined && solo.since !== null;
  return (
    <Section title={m.solo}>
      <p className={styles.words}>{m.soloBody}</p>
      {solo !== undefined && (
        <Status tone={isDeclared ? 'warn' : 'quiet'}>{isDeclared ? m.soloHolds : m.soloNot}</Status>
      )}
      {query.isError && <FailureLine error={query.error} />}
      {declaring.isError && <FailureLine error={declaring.error} />}
      {solo !== undefined &&
        may('administer') &&
        (!isDeclared && solo.operators > 1 ? (
          <p className={styles.words}>{m.soloMany(solo.operators)}</p>
        ) : (
          <div>
            <Button
              variant="default"
              loading={declaring.isPending}
              onClick={() => {
                declaring.mutate(!isDeclared);
              }}
            >
              {isDeclared ? m.soloEnd : m.soloDeclare}
            </Button>
          </div>
        ))}
    </Section>
  );
}
