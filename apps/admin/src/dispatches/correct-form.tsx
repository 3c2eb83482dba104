import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1DispatchesByIdReword } from '../client/index.js';
import { errorOf, Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import { paragraphsOf } from './dispatch-text.js';
import type { Dispatch } from './queries.js';
import { useRefresh } from './use-refresh.js';
import { words } from './words.js';
import { toParagraphs } from './written-text.js';

/** What differs from what stands there; a text that was not touched keeps its markup. */
export function changedWords(
  dispatch: Pick<Dispatch, 'headline' | 'standfirst'>,
  body: string,
  given: { headline: string; standfirst: string; text: string; reason: string },
) {
  return {
    ...(given.headline === dispatch.headline ? {} : { headline: given.headline }),
    ...(given.standfirst === dispatch.standfirst ? {} : { standfirst: given.standfirst }),
    ...(given.text === body ? {} : { bodyHtml: toParagraphs(given.text) }),
    ...(given.reason.trim() === '' ? {} : { reason: given.reason }),
  };
}

/** Sets the words right, as the next version. */
export function CorrectForm({ dispatch, onClose }: { dispatch: Dispatch; onClose: () => void }) {
  const m = useWords(words);
  const refresh = useRefresh();
  const [body] = useState(() => paragraphsOf(dispatch.bodyHtml).join('\n\n'));
  const [given, give] = useState({
    headline: dispatch.headline,
    standfirst: dispatch.standfirst,
    text: body,
    reason: '',
  });
  const saving = useMutation({
    mutationFn: () =>
      dataOf(postApiV1DispatchesByIdReword({ path: { id: dispatch.id }, body: changedWords(dispatch, body, given) })),
    onSuccess: () => {
      refresh();
      onClose();
    },
  });
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => {
      give({ ...given, [name]: currentTarget.value });
    },
  });
  return (
    <Form
      error={saving.error}
      fields={['headline', 'standfirst', 'bodyHtml', 'reason']}
      onSubmit={() => {
        saving.mutate();
      }}
      buttons={
        <>
          <Button type="submit" loading={saving.isPending}>
            {m.save}
          </Button>
          <Button variant="default" onClick={onClose}>
            {m.cancel}
          </Button>
        </>
      }
    >
      <TextInput
        label={m.headline}
        required
        maxLength={1000}
        dir="auto"
        error={errorOf(saving.error, 'headline')}
        {...field('headline')}
      />
      <Textarea
        label={m.standfirst}
        autosize
        minRows={2}
        maxLength={5000}
        dir="auto"
        error={errorOf(saving.error, 'standfirst')}
        {...field('standfirst')}
      />
      <Textarea
        label={m.bodyText}
        autosize
        minRows={4}
        maxRows={14}
        dir="auto"
        error={errorOf(saving.error, 'bodyHtml')}
        {...field('text')}
      />
      <TextInput label={m.reason} description={m.reasonHint} maxLength={1000} {...field('reason')} />
    </Form>
  );
}
