import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { taggedOf } from '../api/answers.js';
import type { Tagged } from '../api/answers.js';
import { patchApiV1OperatorsById } from '../client/index.js';
import { useParam } from '../elements/address.js';
import { useAnnounce } from '../elements/announcer.js';
import { Facts } from '../elements/facts.js';
import { Failure } from '../elements/failure.js';
import { errorOf, Form } from '../elements/form.js';
import { Moment, Relative } from '../elements/moment.js';
import { Page, Section } from '../elements/page.js';
import type { Crumb } from '../elements/page.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { useWords } from '../language/words.js';
import { OperatorAccess } from './operator-access.js';
import { OperatorSessions } from './operator-sessions.js';
import { OperatorState } from './operators-screen.js';
import { operatorQuery } from './queries.js';
import type { Operator } from './queries.js';
import { grantsToSend, RightsFields } from './rights-fields.js';
import type { Rights } from './rights-fields.js';
import { words } from './words.js';

/** One operator: what they may, where they are signed in, and how they get in. */
export function OperatorScreen() {
  const m = useWords(words);
  const id = useParam('id');
  const operator = useQuery(operatorQuery(id));
  const crumbs: readonly Crumb[] = [{ label: m.title, link: { to: '/operators' } }];
  if (operator.isError)
    return (
      <Page title={m.title} crumbs={crumbs}>
        <Failure error={operator.error} onRetry={() => void operator.refetch()} retrying={operator.isFetching} />
      </Page>
    );
  if (operator.data === undefined)
    return (
      <Page title={m.title} crumbs={crumbs} narrow>
        <ListSkeleton />
      </Page>
    );
  const { data } = operator.data;
  return (
    <Page title={data.name} crumbs={crumbs} lead={data.disabledAt === null ? undefined : m.disabledNote} narrow>
      <About operator={data} />
      <Change key={data.version} of={operator.data} />
      <OperatorSessions operator={data} />
      <OperatorAccess operator={data} />
    </Page>
  );
}

function About({ operator }: { operator: Operator }) {
  const m = useWords(words);
  const ways = [
    ...(operator.hasPassword ? [m.password] : []),
    ...(operator.hasSecondFactor ? [m.secondFactor] : []),
    ...(operator.isFromProvider ? [m.provider] : []),
  ];
  return (
    <Facts
      facts={[
        { name: m.state, value: <OperatorState operator={operator} /> },
        { name: m.address, value: <bdi>{operator.address}</bdi> },
        { name: m.since, value: <Moment at={operator.createdAt} /> },
        {
          name: m.lastSignedIn,
          value: operator.lastSignedInAt === null ? m.never : <Relative at={operator.lastSignedInAt} />,
        },
        { name: m.ways, value: ways.length === 0 ? m.linkOnly : ways.join(', ') },
        { name: m.keys, value: m.keyCount(operator.liveKeys) },
      ]}
    />
  );
}

/** Made anew with every version, so that it starts from what is stored. */
function Change({ of: { data: operator, tag } }: { of: Tagged<Operator> }) {
  const m = useWords(words);
  const queries = useQueryClient();
  const announce = useAnnounce();
  const [name, setName] = useState(operator.name);
  const [rights, setRights] = useState<Rights>({ role: operator.role, grants: operator.grants });
  const saving = useMutation({
    mutationFn: () =>
      taggedOf(
        patchApiV1OperatorsById({
          path: { id: operator.id },
          headers: { 'If-Match': tag },
          body: { name, role: rights.role, grants: grantsToSend(rights.grants) },
        }),
      ),
    onSuccess: async (changed) => {
      queries.setQueryData(operatorQuery(operator.id).queryKey, changed);
      await queries.invalidateQueries({ queryKey: ['operators'] });
      announce(m.saved);
    },
  });
  return (
    <Section title={m.nameAndRights}>
      <Form
        error={saving.error}
        fields={['name']}
        onSubmit={() => {
          saving.mutate();
        }}
        buttons={
          <Button type="submit" loading={saving.isPending}>
            {m.save}
          </Button>
        }
      >
        <TextInput
          label={m.name}
          autoComplete="off"
          value={name}
          error={errorOf(saving.error, 'name')}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <RightsFields rights={rights} onChange={setRights} />
      </Form>
    </Section>
  );
}
