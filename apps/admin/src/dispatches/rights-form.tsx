import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1DispatchesByIdRights } from '../client/index.js';
import { errorOf, Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import type { Dispatch } from './queries.js';
import { useRefresh } from './use-refresh.js';
import { words } from './words.js';

export function RightsForm({ dispatch, onClose }: { dispatch: Dispatch; onClose: () => void }) {
  const m = useWords(words);
  const refresh = useRefresh();
  const { mail, archive, feed, credit } = dispatch.rights;
  const [given, give] = useState({ mail, archive, feed, credit: credit ?? '' });
  const saving = useMutation({
    mutationFn: (inherits: boolean) =>
      dataOf(
        postApiV1DispatchesByIdRights({
          path: { id: dispatch.id },
          body: inherits ? { inherit: true } : { ...given, credit: given.credit === '' ? null : given.credit },
        }),
      ),
    onSuccess: () => {
      refresh();
      onClose();
    },
  });
  const right = (name: 'mail' | 'archive' | 'feed', label: string) => (
    <Checkbox
      label={label}
      checked={given[name]}
      onChange={(event) => {
        give({ ...given, [name]: event.currentTarget.checked });
      }}
    />
  );
  return (
    <Form
      error={saving.error}
      fields={['credit']}
      onSubmit={() => {
        saving.mutate(false);
      }}
      buttons={
        <>
          <Button type="submit" loading={saving.isPending}>
            {m.saveRights}
          </Button>
          {dispatch.rights.byDesk && (
            <Button
              variant="default"
              onClick={() => {
                saving.mutate(true);
              }}
            >
              {m.inherit}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {m.cancel}
          </Button>
        </>
      }
    >
      {right('mail', m.mayMail)}
      {right('archive', m.mayArchive)}
      {right('feed', m.mayFeed)}
      <TextInput
        label={m.credit}
        maxLength={500}
        value={given.credit}
        error={errorOf(saving.error, 'credit')}
        onChange={(event) => {
          give({ ...given, credit: event.currentTarget.value });
        }}
      />
    </Form>
  );
}
