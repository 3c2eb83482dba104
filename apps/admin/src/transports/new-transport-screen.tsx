import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAnnounce } from '../elements/announcer.js';
import { Form, errorOf } from '../elements/form.js';
import { Page } from '../elements/page.js';
import { useWords } from '../language/words.js';
import { words as shared } from '../elements/words.js';
import { addTransport, transportsQuery } from './queries.js';
import { bodyOf, freshDraft } from './transport-draft.js';
import { TransportFields, transportFields } from './transport-fields.js';
import { words } from './words.js';

export function NewTransportScreen() {
  const m = useWords(words);
  const common = useWords(shared);
  const [name, setName] = useState('');
  const [draft, setDraft] = useState(freshDraft);
  const announce = useAnnounce();
  const navigate = useNavigate();
  const client = useQueryClient();
  const adding = useMutation({
    mutationFn: () => addTransport(name.trim(), bodyOf(draft)),
    onSuccess: async (added) => {
      announce(m.added);
      await client.invalidateQueries({ queryKey: transportsQuery.queryKey });
      await navigate({ to: '/transports/by-name/$name', params: { name: added.name } });
    },
  });
  return (
    <Page title={m.addTitle} crumbs={[{ label: m.title, link: { to: '/transports' } }]} narrow>
      <Form
        error={adding.error}
        fields={['name', ...transportFields]}
        onSubmit={() => {
          adding.mutate();
        }}
        buttons={
          <>
            <Button type="submit" loading={adding.isPending}>
              {m.add}
            </Button>
            <Button component={Link} to="/transports" variant="default">
              {common.cancel}
            </Button>
          </>
        }
      >
        <TextInput
          label={m.name}
          description={m.nameHint}
          value={name}
          required
          autoComplete="off"
          error={errorOf(adding.error, 'name')}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <TransportFields
          draft={draft}
          error={adding.error}
          onChange={(change) => {
            setDraft((before) => ({ ...before, ...change }));
          }}
        />
      </Form>
    </Page>
  );
}
