import { Button, MultiSelect, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
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

type Labels = Dispatch['labels'];

/** null: as the machine finds them. Of what was typed only what differs, so that the machine goes on finding the rest. */
function useLabelling(dispatch: Dispatch, onDone: () => void) {
  const refresh = useRefresh();
  const was = dispatch.labels;
  return useMutation({
    mutationFn: ({ given, reason }: { given: Labels | null; reason: string }) => {
      const found = { countries: null, regions: null, topics: null };
      const set = given && {
        ...(given.countries === was.countries ? {} : { countries: given.countries }),
        ...(given.regions === was.regions ? {} : { regions: given.regions }),
        ...(given.topics === was.topics ? {} : { topics: given.topics }),
      };
      const why = reason.trim() === '' ? {} : { reason };
      return dataOf(postApiV1DispatchesByIdLabels({ path: { id: dispatch.id }, body: { ...(set ?? found), ...why } }));
    },
    onSuccess: () => {
      refresh();
      onDone();
    },
  });
}

interface LabelChoiceProps {
  kind: 'region' | 'topic';
  label: string;
  /** Slugs. */
  value: string[];
  error: ReactNode;
  onChange: (chosen: string[]) => void;
}

function LabelChoice({ kind, label, value, error, onChange }: LabelChoiceProps) {
  const { locale } = useLocale();
  const { data: known = [] } = useQuery(labelsQuery);
  const named = known.filter((one) => one.kind === kind);
  // A label that was taken out of the installation still stands on the dispatch.
  const unknown = value.filter((slug) => !named.some((one) => one.slug === slug));
  return (
    <MultiSelect
      label={label}
      data={[
        ...named.map((one) => ({ value: one.slug, label: labelName(one, locale) })),
        ...unknown.map((slug) => ({ value: slug, label: slug })),
      ]}
      value={value}
      maxValues={MOST_LABELS}
      searchable
      hidePickedOptions
      error={error}
      onChange={onChange}
    />
  );
}

/** Where the machine labelled wrongly. */
export function LabelsForm({ dispatch, onClose }: { dispatch: Dispatch; onClose: () => void }) {
  const m = useWords(words);
  const [given, give] = useState<Labels>(dispatch.labels);
  const [reason, say] = useState('');
  const saving = useLabelling(dispatch, onClose);
  const choice = (field: 'regions' | 'topics', kind: LabelChoiceProps['kind'], label: string) => (
    <LabelChoice
      kind={kind}
      label={label}
      value={given[field]}
      error={errorOf(saving.error, field)}
      onChange={(chosen) => {
        give({ ...given, [field]: chosen });
      }}
    />
  );
  return (
    <Form
      error={saving.error}
      fields={['regions', 'topics', 'countries', 'reason']}
      onSubmit={() => {
        saving.mutate({ given, reason });
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
              saving.mutate({ given: null, reason });
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
