import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../../api/answers.js';
import { postApiV1DkimKeys } from '../../client/index.js';
import { useAnnounce } from '../../elements/announcer.js';
import { EmptyState } from '../../elements/empty.js';
import { Failure } from '../../elements/failure.js';
import { errorOf, FieldRow, Form } from '../../elements/form.js';
import { Section } from '../../elements/page.js';
import { ListSkeleton } from '../../elements/skeletons.js';
import { words as shared } from '../../elements/words.js';
import { useWords } from '../../language/words.js';
import { DkimKeyCard } from './dkim-key-card.js';
import { dkimKeysQuery, senderDomainsQuery } from './queries.js';
import styles from './sending.module.css';
import { words } from './words.js';

/** The keys that sign, newest first; what is retired comes last. */
export function DkimPart() {
  const m = useWords(words);
  const query = useQuery(dkimKeysQuery);
  const [isMaking, make] = useState(false);
  const button = (
    <Button
      variant="default"
      onClick={() => {
        make(true);
      }}
    >
      {m.makeKey}
    </Button>
  );
  const keys = (query.data ?? []).toReversed();
  return (
    <Section title={m.keys} aside={!isMaking && keys.length > 0 ? button : undefined}>
      {isMaking && (
        <NewKey
          onClose={() => {
            make(false);
          }}
        />
      )}
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : query.data === undefined ? (
        <ListSkeleton />
      ) : keys.length === 0 ? (
        !isMaking && (
          <EmptyState title={m.keysNone} body={m.keysNoneBody}>
            {button}
          </EmptyState>
        )
      ) : (
        [...keys.filter(({ state }) => state !== 'retired'), ...keys.filter(({ state }) => state === 'retired')].map(
          (key) => <DkimKeyCard key={`${key.selector} ${key.domain}`} dkimKey={key} />,
        )
      )}
    </Section>
  );
}

function NewKey({ onClose }: { onClose: () => void }) {
  const m = useWords(words);
  const common = useWords(shared);
  const client = useQueryClient();
  const announce = useAnnounce();
  const { data: domains = [] } = useQuery(senderDomainsQuery);
  const [typed, type] = useState<string | null>(null);
  const [selector, name] = useState('');
  const domain = typed ?? domains[0]?.domain ?? '';
  const making = useMutation({
    mutationFn: () => dataOf(postApiV1DkimKeys({ body: { domain, ...(selector === '' ? {} : { selector }) } })),
    onSuccess: async () => {
      announce(m.made);
      await client.invalidateQueries({ queryKey: dkimKeysQuery.queryKey });
      onClose();
    },
  });
  return (
    <div className={styles.entry}>
      <Form
        error={making.error}
        fields={['domain', 'selector']}
        onSubmit={() => {
          making.mutate();
        }}
        buttons={
          <>
            <Button type="submit" loading={making.isPending}>
              {m.makeKey}
            </Button>
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
          </>
        }
      >
        <FieldRow>
          <TextInput
            label={m.keyDomain}
            description={m.keyDomainHint}
            maxLength={253}
            value={domain}
            error={errorOf(making.error, 'domain')}
            onChange={({ currentTarget }) => {
              type(currentTarget.value.trim());
            }}
          />
          <TextInput
            label={m.selector}
            description={m.selectorHint}
            maxLength={63}
            value={selector}
            error={errorOf(making.error, 'selector')}
            onChange={({ currentTarget }) => {
              name(currentTarget.value.trim().toLowerCase());
            }}
          />
        </FieldRow>
      </Form>
    </div>
  );
}
