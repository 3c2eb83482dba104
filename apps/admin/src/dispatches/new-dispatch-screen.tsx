import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1Dispatches } from '../client/index.js';
import { errorOf, FieldRow, Form } from '../elements/form.js';
import { Page } from '../elements/page.js';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import { sourceNamesQuery } from './queries.js';
import { useRefresh } from './use-refresh.js';
import { words } from './words.js';
import { toParagraphs } from './written-text.js';

const fields = ['headline', 'standfirst', 'bodyHtml', 'byline', 'link', 'language', 'embargoedUntil', 'source'];

type Draft = Record<'source' | 'language' | 'headline' | 'standfirst' | 'text' | 'byline' | 'link' | 'embargo', string>;

/** Writes a dispatch by hand, under a source that pushes. */
export function NewDispatchScreen() {
  const m = useWords(words);
  const { locale } = useLocale();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const sources = useQuery(sourceNamesQuery);
  const [externalId] = useState(() => `desk-${crypto.randomUUID()}`);
  const [given, give] = useState<Draft>({
    source: '', language: locale, headline: '', standfirst: '', text: '', byline: '', link: '', embargo: '',
  }); // prettier-ignore
  const saving = useMutation({
    mutationFn: () => {
      const { source, language, headline, standfirst, text, byline, link, embargo } = given;
      return dataOf(
        postApiV1Dispatches({
          body: {
            externalId,
            language: language.trim(),
            headline,
            standfirst,
            bodyHtml: toParagraphs(text),
            ...(source === '' ? {} : { source }),
            ...(byline === '' ? {} : { byline }),
            ...(link === '' ? {} : { link }),
            ...(embargo === '' ? {} : { embargoedUntil: new Date(embargo).toISOString() }),
          },
        }),
      );
    },
    onSuccess: ({ id }) => {
      refresh();
      void navigate({ to: '/dispatches/$id', params: { id } });
    },
  });
  const field = (name: keyof typeof given, path: string = name) => ({
    value: given[name],
    error: errorOf(saving.error, path),
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => {
      give({ ...given, [name]: currentTarget.value });
    },
  });
  const pushing = (sources.data ?? []).filter(({ kind }) => kind !== 'feed');
  return (
    <Page title={m.add} narrow lead={m.newLead} crumbs={[{ label: m.title, link: { to: '/dispatches' } }]}>
      <Form
        error={saving.error}
        fields={fields}
        onSubmit={() => {
          saving.mutate();
        }}
        buttons={
          <Button type="submit" loading={saving.isPending}>
            {m.newButton}
          </Button>
        }
      >
        <FieldRow>
          <NativeSelect
            label={m.newSource}
            data={[{ value: '', label: 'API' }, ...pushing.filter(({ slug }) => slug !== 'api').map(({ slug, name }) => ({ value: slug, label: name }))]}
            {...field('source')}
          />
          <TextInput label={m.newLanguage} required maxLength={3} {...field('language')} />
        </FieldRow>
        <TextInput label={m.headline} required maxLength={1000} dir="auto" {...field('headline')} />
        <Textarea label={m.standfirst} autosize minRows={2} maxLength={5000} dir="auto" {...field('standfirst')} />
        <Textarea label={m.bodyText} autosize minRows={6} maxRows={20} dir="auto" {...field('text', 'bodyHtml')} />
        <FieldRow>
          <TextInput label={m.byline} maxLength={1000} dir="auto" {...field('byline')} />
          <TextInput label={m.link} type="url" maxLength={2000} {...field('link')} />
        </FieldRow>
        <TextInput type="datetime-local" label={m.embargoUntil} {...field('embargo', 'embargoedUntil')} />
      </Form>
    </Page>
  );
} // prettier-ignore
