import { Button, Modal, NativeSelect } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { deleteApiV1PreviewsById, getApiV1Previews, postApiV1Previews } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { CopyField } from '../elements/copy-field.js';
import { FailureLine } from '../elements/failure.js';
import { Form } from '../elements/form.js';
import { Moment } from '../elements/moment.js';
import { useWords } from '../language/words.js';
import { moreWords } from './more-words.js';
import type { PreviewWish } from './queries.js';

const DAYS = [1, 3, 7, 14, 30] as const;

function sharedQuery(template: string) {
  return queryOptions({
    queryKey: ['shared-previews', template],
    queryFn: async ({ signal }) =>
      (await dataOf(getApiV1Previews({ query: { template, limit: 20 }, signal }))).previews,
  });
}

/** What the first pane shows, for somebody without an account. A real reader's choice stays in the house. */
export function ShareDialog({ wish, onClose }: { wish: PreviewWish; onClose: () => void }) {
  const m = useWords(moreWords);
  const client = useQueryClient();
  const [days, setDays] = useState(7);
  const sharing = useMutation({
    mutationFn: () => {
      const profile = wish.profile === 'two-regions' ? wish.profile : ('everything' as const);
      return dataOf(postApiV1Previews({ body: { ...wish, profile, days } }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['shared-previews'] }),
  });
  return (
    <Modal opened onClose={onClose} title={m.shareTitle} withCloseButton={false}>
      <Form
        error={sharing.error}
        fields={['days']}
        onSubmit={() => {
          sharing.mutate();
        }}
        buttons={
          <>
            <Button variant="default" onClick={onClose}>
              {m.close}
            </Button>
            {sharing.data === undefined && (
              <Button type="submit" loading={sharing.isPending}>
                {m.makeLink}
              </Button>
            )}
          </>
        }
      >
        <p>{m.shareBody}</p>
        {sharing.data === undefined ? (
          <NativeSelect
            data-autofocus
            label={m.days}
            value={String(days)}
            data={DAYS.map((value) => ({ value: String(value), label: m.dayCount(value) }))}
            onChange={({ currentTarget: { value } }) => {
              setDays(Number(value));
            }}
          />
        ) : (
          <>
            <CopyField label={m.link} text={sharing.data.url} />
            <p>
              {m.linkOnce} {m.until} <Moment at={sharing.data.expiresAt} />.
            </p>
          </>
        )}
        <StillGood template={wish.template.id} />
      </Form>
    </Modal>
  );
}

/** The links of this template that still show something, each to be taken back. */
function StillGood({ template }: { template: string }) {
  const m = useWords(moreWords);
  const announce = useAnnounce();
  const client = useQueryClient();
  const { data = [], error } = useQuery(sharedQuery(template));
  const revoking = useMutation({
    mutationFn: (id: string) => dataOf(deleteApiV1PreviewsById({ path: { id } })),
    onSuccess: async () => {
      announce(m.takenBack);
      await client.invalidateQueries({ queryKey: ['shared-previews'] });
    },
  });
  const failure = error ?? revoking.error;
  if (failure !== null) return <FailureLine error={failure} />;
  if (data.length === 0) return null;
  return (
    <section aria-label={m.shared}>
      <h3>{m.shared}</h3>
      <ul>
        {data.map(({ id, subject, by, expiresAt }) => (
          <li key={id}>
            <bdi>{subject}</bdi> {by.name !== null && m.sharedBy(by.name)} · {m.until} <Moment at={expiresAt} />{' '}
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`${m.takeBack}: ${subject}`}
              loading={revoking.isPending && revoking.variables === id}
              onClick={() => {
                revoking.mutate(id);
              }}
            >
              {m.takeBack}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
