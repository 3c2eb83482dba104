import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { newslettersQuery } from '../api/newsletters.js';
import { postApiV1Newsletters } from '../client/index.js';
import type { PostApiV1NewslettersData } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { MayNot } from '../elements/failure.js';
import { errorOf, FieldRow, Form } from '../elements/form.js';
import { Page } from '../elements/page.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import { words as settingWords } from './settings/words.js';
import { words } from './words.js';

type NewNewsletter = NonNullable<PostApiV1NewslettersData['body']>;

/** Languages the product speaks to readers in, each called as its readers call it. */
const languages = [
  { value: 'en', label: 'English' },
  { value: 'fr', label: 'Français' },
  { value: 'es', label: 'Español' },
  { value: 'ar', label: 'العربية' },
] as const satisfies readonly { value: NewNewsletter['language']; label: string }[];

const blank = { slug: '', name: '', promise: '', familySlug: '', familyName: '' };

export function NewNewsletterScreen() {
  const m = useWords(words);
  const n = useWords(settingWords);
  const may = useMay();
  return (
    <Page title={m.make} crumbs={[{ label: m.nextEditions, link: { to: '/newsletters' } }]} lead={m.newLead} narrow>
      {may('configure') ? <NewNewsletterForm /> : <MayNot>{n.mayNotMake}</MayNot>}
    </Page>
  );
}

function NewNewsletterForm() {
  const m = useWords(words);
  const announce = useAnnounce();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const [texts, write] = useState(blank);
  const [chosen, choose] = useState<string | null>(null);
  const [language, speak] = useState<NewNewsletter['language']>('en');
  const [isAlone, stand] = useState(false);
  const like = chosen ?? newsletters[0]?.slug ?? '';
  const making = useMutation({
    mutationFn: () => {
      const { slug, name, promise, familySlug, familyName } = texts;
      const family = isAlone ? { family: { slug: familySlug, name: familyName } } : {};
      return dataOf(postApiV1Newsletters({ body: { like, slug, language, name, promise, ...family } }));
    },
    onSuccess: async ({ slug }) => {
      announce(m.made);
      await client.invalidateQueries({ queryKey: newslettersQuery.queryKey });
      await navigate({ to: '/newsletters/$slug/settings', params: { slug } });
    },
  });
  const field = (key: keyof typeof blank, path: string, longest: number) => ({
    value: texts[key],
    maxLength: longest,
    error: errorOf(making.error, path),
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
      write((before) => ({ ...before, [key]: value }));
    },
  });
  return (
    <Form
      error={making.error}
      fields={['like', 'slug', 'language', 'name', 'promise', 'family']}
      onSubmit={() => {
        making.mutate();
      }}
      buttons={
        <Button type="submit" loading={making.isPending} disabled={like === ''}>
          {m.makeIt}
        </Button>
      }
    >
      <FieldRow>
        <NativeSelect
          label={m.like}
          value={like}
          error={errorOf(making.error, 'like')}
          data={newsletters.map(({ slug, name }) => ({ value: slug, label: name }))}
          onChange={({ currentTarget }) => {
            choose(currentTarget.value);
          }}
        />
        <NativeSelect
          label={m.newsletterLanguage}
          value={language}
          error={errorOf(making.error, 'language')}
          data={[...languages]}
          onChange={({ currentTarget }) => {
            speak(languages.find(({ value }) => value === currentTarget.value)?.value ?? 'en');
          }}
        />
      </FieldRow>
      <TextInput label={m.fields.name} dir="auto" {...field('name', 'name', 80)} />
      <TextInput label={m.slug} description={m.slugHint} {...field('slug', 'slug', 40)} />
      <TextInput label={m.fields.promise} dir="auto" {...field('promise', 'promise', 240)} />
      <Switch
        label={m.ownFamily}
        checked={isAlone}
        onChange={({ currentTarget }) => {
          stand(currentTarget.checked);
        }}
      />
      {isAlone && (
        <FieldRow>
          <TextInput label={m.familyName} dir="auto" {...field('familyName', 'family.name', 80)} />
          <TextInput label={m.familySlug} {...field('familySlug', 'family.slug', 40)} />
        </FieldRow>
      )}
    </Form>
  );
}
