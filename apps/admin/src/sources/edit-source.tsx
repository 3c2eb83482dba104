import { Button, Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { patchApiV1SourcesBySlug } from '../client/index.js';
import { errorOf, FieldRow, Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import type { Source } from './queries.js';
import styles from './sources.module.css';
import { words } from './words.js';

const accesses = ['free', 'metered', 'paid'] as const;
const emptyToNull = (text: string): string | null => (text.trim() === '' ? null : text);

function draftOf({ rights, access, excerptLength, weight, fullText, isTrusted, usageTerms }: Source) {
  const { mail, archive, feed, credit } = rights;
  const texts = { credit: credit ?? '', usageTerms: usageTerms ?? '' };
  return { mail, archive, feed, access, excerptLength, weight, fullText, isTrusted, ...texts };
}

function bodyOf({ mail, archive, feed, credit, usageTerms, ...rest }: ReturnType<typeof draftOf>) {
  const rights = { mail, archive, feed, credit: emptyToNull(credit) };
  return { ...rest, rights, usageTerms: emptyToNull(usageTerms) };
}

/** What an operator may change about a source; it reaches every dispatch of it whose rights nobody set. */
export function EditSource({ source }: { source: Source }) {
  const m = useWords(words);
  const queries = useQueryClient();
  const [given, give] = useState(() => draftOf(source));
  const saving = useMutation({
    mutationFn: () => dataOf(patchApiV1SourcesBySlug({ path: { slug: source.slug }, body: bodyOf(given) })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['sources'] }),
  });
  const set = (change: Partial<typeof given>): void => {
    saving.reset();
    give({ ...given, ...change });
  };
  const tick = (name: 'mail' | 'archive' | 'feed' | 'fullText' | 'isTrusted', label: string) => (
    <Checkbox label={label} checked={given[name]} onChange={(event) => { set({ [name]: event.currentTarget.checked }); }} />
  ); // prettier-ignore
  return (
    <Form
      error={saving.error}
      fields={['rights', 'usageTerms', 'excerptLength', 'weight', 'access']}
      onSubmit={() => { saving.mutate(); }}
      buttons={
        <>
          <Button type="submit" variant="default" loading={saving.isPending}>
            {m.save}
          </Button>
          {saving.isSuccess && <p role="status">{m.saved(saving.data.dispatches)}</p>}
        </>
      }
    >
      <div className={styles.acts}>
        {tick('mail', m.mail)}
        {tick('archive', m.archive)}
        {tick('feed', m.inFeed)}
        {tick('fullText', m.fullText)}
        {tick('isTrusted', m.trusted)}
      </div>
      <FieldRow>
        <TextInput label={m.credit} maxLength={500} value={given.credit} error={errorOf(saving.error, 'rights.credit')} onChange={(event) => { set({ credit: event.currentTarget.value }); }} />
        <NativeSelect label={m.access} value={given.access} data={accesses.map((value) => ({ value, label: m.accesses[value] }))} onChange={(event) => { set({ access: accesses.find((one) => one === event.currentTarget.value) ?? 'free' }); }} />
      </FieldRow>
      <FieldRow>
        <NumberInput label={m.weight} min={0} max={10} allowDecimal={false} value={given.weight} error={errorOf(saving.error, 'weight')} onChange={(weight) => { if (typeof weight === 'number') set({ weight }); }} />
        <NumberInput label={m.excerpt} min={0} max={5000} allowDecimal={false} value={given.excerptLength ?? ''} error={errorOf(saving.error, 'excerptLength')} onChange={(length) => { set({ excerptLength: typeof length === 'number' ? length : null }); }} />
      </FieldRow>
      <Textarea label={m.usageTerms} autosize maxLength={2000} value={given.usageTerms} onChange={(event) => { set({ usageTerms: event.currentTarget.value }); }} />
    </Form>
  );
} // prettier-ignore
