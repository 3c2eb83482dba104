import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { Tagged } from '../api/answers.js';
import { useParam } from '../elements/address.js';
import { useAnnounce } from '../elements/announcer.js';
import { Facts } from '../elements/facts.js';
import { Failure } from '../elements/failure.js';
import { Form } from '../elements/form.js';
import { Moment, Relative } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import { SaveBar } from '../elements/save-bar.js';
import { words as shared } from '../elements/words.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import { changeTransport, transportQuery, transportsQuery } from './queries.js';
import type { Transport } from './queries.js';
import { TransportActs } from './transport-acts.js';
import { bodyOf, draftOf } from './transport-draft.js';
import { TransportFields, transportFields } from './transport-fields.js';
import { TransportHealth } from './transport-health.js';
import { words } from './words.js';

function TransportFacts({ transport }: { transport: Transport }) {
  const m = useWords(words);
  const { health } = transport;
  return (
    <Facts
      facts={[
        { name: m.health, value: <TransportHealth transport={transport} /> },
        ...(health.failingSince === null
          ? []
          : [{ name: m.failingSince('').trim(), value: <Relative at={health.failingSince} /> }]),
        { name: m.lastFailure, value: health.lastFailure ?? m.never },
        ...(health.nextTryAt === null ? [] : [{ name: m.nextTry, value: <Relative at={health.nextTryAt} /> }]),
        { name: m.created, value: <Moment at={transport.createdAt} /> },
        { name: m.changed, value: <Relative at={transport.changedAt} /> },
        ...(transport.hints.length === 0 ? [] : [{ name: m.hints, value: transport.hints.join(' ') }]),
      ]}
    />
  );
}

/** Keyed by version: what is stored anew begins a fresh draft. */
function TransportSettings({ stored }: { stored: Tagged<Transport> }) {
  const { data: transport, tag } = stored;
  const common = useWords(shared);
  const [draft, setDraft] = useState(() => draftOf(transport));
  const announce = useAnnounce();
  const client = useQueryClient();
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(transport));
  const load = () => client.invalidateQueries({ queryKey: transportsQuery.queryKey });
  const saving = useMutation({
    mutationFn: (under: string) => changeTransport(transport.name, under, bodyOf(draft)),
    onSuccess: async () => {
      announce(common.saved);
      await load();
    },
  });
  const reset = (): void => {
    saving.reset();
    setDraft(draftOf(transport));
  };
  return (
    <Form
      error={null}
      fields={transportFields}
      onSubmit={() => {
        saving.mutate(tag);
      }}
      buttons={
        <SaveBar
          isChanged={isChanged}
          isSaving={saving.isPending}
          error={saving.error}
          onSave={() => {
            saving.mutate(tag);
          }}
          onDiscard={reset}
          onLook={() => {
            reset();
            void load();
          }}
          onOverwrite={() => {
            // Read anew for its tag alone: what the form holds is what is meant.
            void client.query({ ...transportQuery(transport.name), staleTime: 0 }).then((now) => {
              saving.mutate(now.tag);
            });
          }}
        />
      }
    >
      <TransportFields
        draft={draft}
        error={saving.error}
        stored={transport}
        onChange={(change) => {
          setDraft((before) => ({ ...before, ...change }));
        }}
      />
    </Form>
  );
}

export function TransportScreen() {
  const m = useWords(words);
  const name = useParam('name');
  const may = useMay();
  const query = useQuery(transportQuery(name));
  const transport = query.data?.data;
  const mayChange = may('administer') && transport !== undefined && transport.state !== 'retired';
  return (
    <Page
      title={name}
      crumbs={[{ label: m.title, link: { to: '/transports' } }]}
      narrow
      actions={mayChange ? <TransportActs transport={transport} /> : undefined}
    >
      {query.isError ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
      ) : query.data === undefined || transport === undefined ? (
        <Skeleton height={240} />
      ) : (
        <>
          <TransportFacts transport={transport} />
          {mayChange && (
            <Section title={m.settings}>
              <TransportSettings key={query.data.tag} stored={query.data} />
            </Section>
          )}
        </>
      )}
    </Page>
  );
}
