import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1EditionsByIdDeliveriesFind } from '../client/index.js';
import { FailureLine } from '../elements/failure.js';
import { Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import styles from './editions.module.css';
import { FoundDelivery } from './found-delivery.js';
import { words } from './words.js';

/** The address stays in a form and a body: an address bar is kept by browsers, and logged on the way. */
export function FindDelivery({ id, zone }: { id: string; zone: string | undefined }) {
  const m = useWords(words);
  const [typed, type] = useState('');
  const finding = useMutation({
    mutationFn: (address: string) => dataOf(postApiV1EditionsByIdDeliveriesFind({ path: { id }, body: { address } })),
  });
  return (
    <Section title={m.find}>
      <form
        className={styles.find}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== '') finding.mutate(typed.trim());
        }}
      >
        <TextInput
          type="search"
          size="sm"
          label={m.address}
          description={m.findHint}
          autoComplete="off"
          maxLength={320}
          value={typed}
          onChange={({ currentTarget }) => {
            type(currentTarget.value);
            finding.reset();
          }}
        />
        <Button type="submit" variant="default" loading={finding.isPending}>
          {m.find}
        </Button>
      </form>
      {finding.isError && <FailureLine error={finding.error} />}
      {finding.data !== undefined && (
        <div role="status">
          <FoundDelivery found={finding.data} zone={zone} />
        </div>
      )}
    </Section>
  );
}
