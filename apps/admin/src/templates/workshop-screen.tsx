import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/answers.js';
import { newslettersQuery } from '../api/newsletters.js';
import { useParam } from '../elements/address.js';
import { Failure } from '../elements/failure.js';
import { Page } from '../elements/page.js';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import { dataQuery, templateQuery, vocabularyQuery } from './queries.js';
import { words } from './words.js';
import { Workshop } from './workshop.js';

/** Where a template is written and looked at. What it needs is had first: the editor is made once. */
export function WorkshopScreen() {
  const id = useParam('id');
  return <Loaded key={id} id={id} />;
}

function Loaded({ id }: { id: string }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const template = useQuery(templateQuery(id));
  const vocabulary = useQuery(vocabularyQuery);
  const newsletters = useQuery(newslettersQuery);
  const data = useQuery({ ...dataQuery(template.data?.kind ?? 'digest', locale), enabled: template.data !== undefined });
  // Another draft of ours, or another version, begins another editor.
  const [round, setRound] = useState(0);
  const error = template.error ?? vocabulary.error ?? newsletters.error ?? data.error;
  const crumbs = [{ label: m.toList, link: { to: '/templates' as const } }];
  if (error !== null) {
    const isGone = error instanceof ApiError && error.status === 404;
    return (
      <Page title={m.title} crumbs={crumbs}>
        {isGone ? <p>{m.missing}</p> : <Failure error={error} onRetry={() => void template.refetch()} retrying={template.isFetching} />}
        {isGone && <Button variant="default" component="a" href="/admin/templates">{m.toList}</Button>}
      </Page>
    );
  }
  if (template.data === undefined || vocabulary.data === undefined || newsletters.data === undefined || data.data === undefined)
    return (
      <Page title={m.title} crumbs={crumbs}>
        <Skeleton height={480} />
      </Page>
    );
  return (
    <Workshop
      key={`${String(template.data.version)} ${String(round)}`}
      template={template.data}
      vocabulary={vocabulary.data}
      data={data.data}
      newsletters={newsletters.data}
      onAnew={async () => {
        await template.refetch();
        setRound((count) => count + 1);
      }}
    />
  );
} // prettier-ignore
