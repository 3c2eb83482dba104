import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1DispatchesByIdEmbargo } from '../client/index.js';
import { errorOf, Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import type { Dispatch } from './queries.js';
import { useRefresh } from './use-refresh.js';
import { words } from './words.js';

/** An instant as `<input type="datetime-local">` writes it, in the operator's zone. */
function localInput(at: string | null): string {
  if (at === null) return '';
  const given = new Date(at);
  return new Date(given.getTime() - given.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function EmbargoForm({ dispatch, onClose }: { dispatch: Dispatch; onClose: () => void }) {
  const m = useWords(words);
  const refresh = useRefresh();
  const [until, set] = useState(localInput(dispatch.embargoedUntil));
  const saving = useMutation({
    mutationFn: (instant: string | null) =>
      dataOf(postApiV1DispatchesByIdEmbargo({ path: { id: dispatch.id }, body: { until: instant } })),
    onSuccess: () => {
      refresh();
      onClose();
    },
  });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Form
      error={saving.error}
      fields={['until']}
      onSubmit={() => {
        if (until !== '') saving.mutate(new Date(until).toISOString());
      }}
      buttons={
        <>
          <Button type="submit" loading={saving.isPending} disabled={until === ''}>
            {m.setEmbargo}
          </Button>
          {dispatch.embargoedUntil !== null && (
            <Button
              variant="default"
              onClick={() => {
                saving.mutate(null);
              }}
            >
              {m.lift}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {m.cancel}
          </Button>
        </>
      }
    >
      <TextInput
        type="datetime-local"
        label={m.embargoUntil}
        description={zone.replaceAll('_', ' ')}
        value={until}
        error={errorOf(saving.error, 'until')}
        onChange={(event) => {
          set(event.currentTarget.value);
        }}
      />
    </Form>
  );
}
