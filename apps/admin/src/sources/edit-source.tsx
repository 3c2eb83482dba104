import { Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import type { Tagged } from '../api/answers.js';
import { patchApiV1SourcesBySlug } from '../client/index.js';
import { errorOf, FieldRow, Form } from '../elements/form.js';
import { SaveBar } from '../elements/save-bar.js';
import { useWords } from '../language/words.js';
import { sourceQuery, type Source } from './queries.js';
import styles from './sources.module.css';
import { words } from './words.js';

const accesses = ['free', 'metered', 'paid'] as const;
const emptyToNull = (text: string): string | null => (text.trim() === '' ? null : text);

function draftOf({ rights, access, excerptLength, weight, fullText, isTrusted, usageTerms }: Source) {
  const { mail, archive, feed, credit } = rights;
  const texts = { credit: credit ?? '', usageTerms: usageTerms ?? '' };
  return { mail, archive, feed, access, excerptLength, weight, fullText, isTrusted, ...texts };
}

type Draft = ReturnType<typeof draftOf>;

function bodyOf({ mail, archive, feed, credit, usageTerms, ...rest }: Draft) {
  const rights = { mail, archive, feed, credit: emptyToNull(credit) };
  return { rights, ...rest, usageTerms: emptyToNull(usageTerms) };
}

/** What is different from what was read: all that is sent, so that a colleague's other changes stay theirs. */
function changesIn(before: Draft, now: Draft) {
  const [{ rights: oldRights, ...old }, { rights: newRights, ...all }] = [bodyOf(before), bodyOf(now)];
  const changed = (from: object, to: object) =>
    Object.fromEntries(Object.entries(to).filter(([name, value]) => value !== Reflect.get(from, name)));
  const rights = changed(oldRights, newRights);
  return { ...changed(old, all), ...(Object.keys(rights).length > 0 && { rights }) };
}

/** What an operator may change about a source; it reaches every dispatch of it whose rights nobody set. */
export function EditSource({ read }: { read: Tagged<Source> }) {
  const m = useWords(words);
  const queries = useQueryClient();
  // Polls read the source anew all the time; what is typed stands on what was read when typing began.
  const [begun, begin] = useState(read);
  const [given, give] = useState(() => draftOf(read.data));
  const { slug } = read.data;
  const change = changesIn(draftOf(begun.data), given);
  const readAnew = () => queries.query({ ...sourceQuery(slug), staleTime: 0 });
  const saving = useMutation({
    mutationFn: (tag: string) =>
      dataOf(patchApiV1SourcesBySlug({ path: { slug }, headers: { 'If-Match': tag }, body: change })),
    onSuccess: async () => {
      const now = await readAnew();
      begin(now);
      give(draftOf(now.data));
      await queries.invalidateQueries({ queryKey: ['sources'] });
    },
  });
  const drop = (to: Tagged<Source>): void => {
    saving.reset();
    begin(to);
    give(draftOf(to.data));
  };
  const set = (change: Partial<typeof given>): void => {
    saving.reset();
    give({ ...given, ...change });
  };
  const tick = (name: 'mail' | 'archive' | 'feed' | 'fullText' | 'isTrusted', label: string) => (
    <Checkbox label={label} checked={given[name]} onChange={(event) => { set({ [name]: event.currentTarget.checked }); }} />
  ); // prettier-ignore
  return (
    <Form
      error={null}
      fields={['rights', 'usageTerms', 'excerptLength', 'weight', 'access']}
      onSubmit={() => { saving.mutate(begun.tag); }}
      buttons={
        <>
          <SaveBar
            isChanged={Object.keys(change).length > 0}
            isSaving={saving.isPending}
            error={saving.error}
            onSave={() => { saving.mutate(begun.tag); }}
            onDiscard={() => { drop(begun); }}
            onLook={() => { void readAnew().then(drop); }}
            onOverwrite={() => { void readAnew().then(({ tag }) => { saving.mutate(tag); }); }}
          />
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
