import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1Operators } from '../client/index.js';
import { errorOf, FieldRow, Form } from '../elements/form.js';
import { Page } from '../elements/page.js';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import { grantsToSend, RightsFields } from './rights-fields.js';
import type { Rights } from './rights-fields.js';
import { words } from './words.js';

interface Person {
  address: string;
  name: string;
  /** BCP 47 tag */
  locale: string;
}

/** Makes somebody an operator; the link that gets them in goes to their mailbox only. */
export function InviteScreen() {
  const m = useWords(words);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { locale: own } = useLocale();
  const [person, setPerson] = useState<Person>({ address: '', name: '', locale: own });
  const [rights, setRights] = useState<Rights>({ role: 'editor', grants: [] });
  const inviting = useMutation({
    mutationFn: () =>
      dataOf(postApiV1Operators({ body: { ...person, role: rights.role, grants: grantsToSend(rights.grants) } })),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['operators'] });
      void navigate({ to: '/operators/$id', params: { id } });
    },
  });
  const change = (part: Partial<Person>): void => {
    setPerson((before) => ({ ...before, ...part }));
  };
  return (
    <Page title={m.invite} lead={m.inviteLead} crumbs={[{ label: m.title, link: { to: '/operators' } }]} narrow>
      <Form
        error={inviting.error}
        fields={['address', 'name', 'locale']}
        onSubmit={() => {
          inviting.mutate();
        }}
        buttons={
          <Button type="submit" loading={inviting.isPending}>
            {m.send}
          </Button>
        }
      >
        <FieldRow>
          <TextInput
            label={m.address}
            type="email"
            autoComplete="off"
            required
            value={person.address}
            error={errorOf(inviting.error, 'address')}
            onChange={(event) => {
              change({ address: event.currentTarget.value });
            }}
          />
          <TextInput
            label={m.name}
            autoComplete="off"
            required
            value={person.name}
            error={errorOf(inviting.error, 'name')}
            onChange={(event) => {
              change({ name: event.currentTarget.value });
            }}
          />
        </FieldRow>
        <NativeSelect
          label={m.language}
          value={person.locale}
          data={Object.entries(m.languages).map(([value, label]) => ({ value, label }))}
          onChange={(event) => {
            change({ locale: event.currentTarget.value });
          }}
        />
        <RightsFields rights={rights} onChange={setRights} />
      </Form>
    </Page>
  );
}
