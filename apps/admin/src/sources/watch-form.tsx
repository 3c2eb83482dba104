import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1Sources } from '../client/index.js';
import { errorOf, FieldRow, Form } from '../elements/form.js';
import { useWords } from '../language/words.js';
import type { Preview } from './queries.js';
import styles from './sources.module.css';
import { words } from './words.js';

/** Name, language and rights of a feed that was looked at, then one button. */
export function WatchForm({ preview }: { preview: Preview }) {
  const m = useWords(words);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [given, give] = useState({ name: preview.title ?? preview.slug, slug: preview.slug, language: '', credit: '' });
  const [rights, grant] = useState({ mail: false, archive: false, feed: false });
  const adding = useMutation({
    mutationFn: () => {
      const { name, slug, language, credit } = given;
      return dataOf(
        postApiV1Sources({
          body: {
            name,
            slug,
            url: preview.url,
            rights: { ...rights, ...(credit === '' ? {} : { credit }) },
            ...(language === '' ? {} : { language }),
            ...(preview.siteUrl === null ? {} : { siteUrl: preview.siteUrl }),
          },
        }),
      );
    },
    onSuccess: async ({ slug }) => {
      await queries.invalidateQueries({ queryKey: ['sources'] });
      await navigate({ to: '/sources/$slug', params: { slug } });
    },
  });
  const field = (name: keyof typeof given, path: string = name) => ({
    value: given[name],
    error: errorOf(adding.error, path),
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => {
      give({ ...given, [name]: currentTarget.value });
    },
  });
  const right = (name: keyof typeof rights, label: string) => (
    <Checkbox
      label={label}
      checked={rights[name]}
      onChange={(event) => {
        grant({ ...rights, [name]: event.currentTarget.checked });
      }}
    />
  );
  return (
    <Form
      error={adding.error}
      fields={['name', 'slug', 'language', 'rights.credit']}
      onSubmit={() => {
        adding.mutate();
      }}
      buttons={
        <Button type="submit" loading={adding.isPending}>
          {m.watch}
        </Button>
      }
    >
      <FieldRow>
        <TextInput label={m.name} required maxLength={200} {...field('name')} />
        <TextInput label={m.slug} required maxLength={100} {...field('slug')} />
        <TextInput label={m.language} maxLength={3} {...field('language')} />
      </FieldRow>
      <fieldset className={styles.rights}>
        <legend>{m.rights}</legend>
        <p className={styles.quiet}>{m.rightsHint}</p>
        <div className={styles.acts}>
          {right('mail', m.mail)}
          {right('archive', m.archive)}
          {right('feed', m.inFeed)}
        </div>
      </fieldset>
      <TextInput label={m.credit} maxLength={500} {...field('credit', 'rights.credit')} />
    </Form>
  );
}
