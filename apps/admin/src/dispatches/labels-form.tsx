import { Button, MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { labelName, labelsQuery } from '../api/labels.js';
import { postApiV1DispatchesByIdLabels } from '../client/index.js';
import { errorOf, Form } from '../elements/form.js';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import type { Dispatch } from './queries.js';
import { useRefresh } from './use-refresh.js';
import { words } from './words.js';

/** The API's bounds on one dispatch. */
const MOST_LABELS = 10;
const MOST_COUNTRIES = 30;

/** Codes of countries (ISO 3166-1 alpha-2) as people type them. */
function codesOf(typed: readonly string[]): string[] {
  return [...new Set(typed.map((code) => code.trim().toUpperCase()))].filter((code) => /^[A-Z]{2}$/.test(code));
}

/** Where the machine labelled wrongly. Only what was changed is set, so that it goes on finding the rest. */
export function LabelsForm({ dispatch, onClose }: { dispatch: Dispatch; onClose: () => void }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const refresh = useRefresh();
  const { data: known = [] } = useQuery(labelsQuery);
  const { countries, regions, topics } = dispatch.labels;
  const [given, give] = useState({ countries, regions, topics });
  const [reason, say] = useState('');
  const why = reason.trim() === '' ? {} : { reason };
  const saving = useMutation({
    mutationFn: (isGivenBack: boolean) =>
      dataOf(
        postApiV1DispatchesByIdLabels({
          path: { id: dispatch.id },
          body: isGivenBack
            ? { countries: null, regions: null, topics: null, ...why }
            : {
                ...(given.countries === countries ? {} : { countries: given.countries }),
                ...(given.regions === regions ? {} : { regions: given.regions }),
                ...(given.topics === topics ? {} : { topics: given.topics }),
                ...why,
              },
        }),
      ),
    onSuccess: () => {
      refresh();
      onClose();
    },
  });
  const choice = (field: 'regions' | 'topics', kind: 'region' | 'topic', label: string) => {
    const named = known.filter((one) => one.kind === kind);
    // A label that was taken out of the installation still stands on the dispatch.
    const unknown = given[field].filter((slug) => !named.some((one) => one.slug === slug));
    return (
      <MultiSelect
        label={label}
        data={[
          ...named.map((one) => ({ value: one.slug, label: labelName(one, locale) })),
          ...unknown.map((slug) => ({ value: slug, label: slug })),
        ]}
        value={given[field]}
        maxValues={MOST_LABELS}
        searchable
        hidePickedOptions
        error={errorOf(saving.error, field)}
        onChange={(chosen) => {
          give({ ...given, [field]: chosen });
        }}
      />
    );
  };
  return (
    <Form
      error={saving.error}
      fields={['regions', 'topics', 'countries', 'reason']}
      onSubmit={() => {
        saving.mutate(false);
      }}
      buttons={
        <>
          <Button type="submit" loading={saving.isPending}>
            {m.saveLabels}
          </Button>
          <Button
            variant="default"
            disabled={saving.isPending}
            onClick={() => {
              saving.mutate(true);
            }}
          >
            {m.labelsAsFound}
          </Button>
          <Button variant="default" onClick={onClose}>
            {m.cancel}
          </Button>
        </>
      }
    >
      {choice('regions', 'region', m.region)}
      {choice('topics', 'topic', m.topics)}
      <TagsInput
        label={m.countries}
        description={m.countriesHint}
        value={given.countries}
        maxTags={MOST_COUNTRIES}
        error={errorOf(saving.error, 'countries')}
        onChange={(typed) => {
          give({ ...given, countries: codesOf(typed) });
        }}
      />
      <TextInput
        label={m.reason}
        description={m.reasonHint}
        maxLength={1000}
        value={reason}
        error={errorOf(saving.error, 'reason')}
        onChange={(event) => {
          say(event.currentTarget.value);
        }}
      />
    </Form>
  );
}
