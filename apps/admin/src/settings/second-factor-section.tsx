import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { GRANTABLE, sessionQuery } from '../api/session.js';
import type { Right } from '../api/session.js';
import { useAnnounce } from '../elements/announcer.js';
import { Failure } from '../elements/failure.js';
import { Form } from '../elements/form.js';
import { Section } from '../elements/page.js';
import { words as elementWords } from '../elements/words.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatList } from '../language/numbers.js';
import { said, useWords } from '../language/words.js';
import { askSecondFactorFor, secondFactorQuery } from './queries.js';
import styles from './settings.module.css';
import { words } from './words.js';

/** For which rights a second factor is asked of everybody. */
export function SecondFactorSection() {
  const m = useWords(words);
  const { rights: names } = useWords(elementWords);
  const { locale } = useLocale();
  const may = useMay();
  const query = useQuery(secondFactorQuery);
  const asked = query.data?.rights;
  return (
    <Section title={m.secondFactor}>
      <p className={styles.words}>{m.secondFactorBody}</p>
      {query.isError && (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      )}
      {asked !== undefined &&
        (may('administer') ? (
          <Choice key={asked.join()} asked={asked} />
        ) : (
          <p className={styles.fact}>
            {asked.length === 0
              ? m.secondFactorNone
              : formatList(
                  asked.map((right) => said(names, right)),
                  locale,
                )}
          </p>
        ))}
    </Section>
  );
}

/** Made anew with what is stored. */
function Choice({ asked }: { asked: readonly Right[] }) {
  const m = useWords(words);
  const { rights: names } = useWords(elementWords);
  const client = useQueryClient();
  const announce = useAnnounce();
  const [chosen, choose] = useState<readonly Right[]>(asked);
  const saving = useMutation({
    mutationFn: askSecondFactorFor,
    onSuccess: async (policy) => {
      client.setQueryData(secondFactorQuery.queryKey, policy);
      announce(m.secondFactorSaved);
      // What this very session may has changed with it.
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  return (
    <Form
      error={saving.error}
      fields={[]}
      onSubmit={() => {
        saving.mutate(chosen);
      }}
      buttons={
        <Button type="submit" variant="default" loading={saving.isPending}>
          {m.secondFactorSave}
        </Button>
      }
    >
      <fieldset className={styles.choices} aria-label={m.secondFactorFor}>
        {GRANTABLE.map((right) => (
          <Checkbox
            key={right}
            label={names[right]}
            checked={chosen.includes(right)}
            onChange={(event) => {
              const isAsked = event.currentTarget.checked;
              choose(GRANTABLE.filter((one) => (one === right ? isAsked : chosen.includes(one))));
            }}
          />
        ))}
      </fieldset>
    </Form>
  );
}
