import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { newslettersQuery } from '../api/newsletters.js';
import type { Newsletter } from '../api/newsletters.js';
import { useParam } from '../elements/address.js';
import { Failure } from '../elements/failure.js';
import { Page } from '../elements/page.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { AddressTabs } from '../elements/tabs.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate } from '../language/moments.js';
import { useWords } from '../language/words.js';
import { CorrectDialog } from './correct-dialog.js';
import { EditionStatus } from './edition-status.js';
import styles from './editions.module.css';
import { MailPart } from './mail-part.js';
import { editionQuery, type Edition } from './queries.js';
import { ReportPart } from './report-part.js';
import { SteerDialog, type Steering } from './steer-dialog.js';
import { StoryPart } from './story-part.js';
import { UncertainPart } from './uncertain-part.js';
import { words } from './words.js';

/** One edition: what became of it, what it said, who did what. */
export function EditionScreen() {
  const id = useParam('id');
  const m = useWords(words);
  const query = useQuery(editionQuery(id));
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  if (query.isSuccess) {
    const newsletter = newsletters.find((one) => one.id === query.data.newsletterId);
    return <Shown key={id} edition={query.data} newsletter={newsletter} />;
  }
  return (
    <Page title={m.title} crumbs={[{ label: m.title, link: { to: '/editions' } }]}>
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : <ListSkeleton />}
    </Page>
  );
}

interface ShownProps {
  edition: Edition;
  newsletter: Newsletter | undefined;
}

function Shown({ edition, newsletter }: ShownProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  const zone = newsletter?.timeZone;
  const date = formatEditionDate(edition.editionDate, locale);
  return (
    <Page
      title={m.name(newsletter?.name ?? m.kinds[edition.kind], date)}
      crumbs={[{ label: m.title, link: { to: '/editions' } }]}
      lead={
        <span className={styles.head}>
          <EditionStatus {...edition} />
          <span>{m.kinds[edition.kind]}</span>
        </span>
      }
      actions={<Acts edition={edition} newsletter={newsletter} />}
    >
      <AddressTabs
        label={m.parts.label}
        tabs={[
          { key: 'report', label: m.parts.report, content: () => <ReportPart id={edition.id} zone={zone} /> },
          { key: 'mail', label: m.parts.mail, content: () => <MailPart edition={edition} newsletter={newsletter} /> },
          { key: 'uncertain', label: m.parts.uncertain, content: () => <UncertainPart edition={edition} newsletter={newsletter} /> },
          { key: 'story', label: m.parts.story, content: () => <StoryPart edition={edition} zone={zone} /> },
        ]}
      />
    </Page>
  );
} // prettier-ignore

function Acts({ edition, newsletter }: ShownProps) {
  const m = useWords(words);
  const may = useMay();
  const [steering, steer] = useState<Steering | null>(null);
  const [isCorrecting, correct] = useState(false);
  const { id, state, pausedAt } = edition;
  const isOver = state === 'sent' || state === 'empty' || state === 'cancelled';
  const isLeaving = state === 'frozen' || state === 'sending';
  const maySend = may('send', newsletter);
  const mayCorrect = may('edit', newsletter) && (state === 'sending' || state === 'sent');
  return (
    <>
      {edition.currentRevision === null && !isOver && (
        <Link to="/editions/$id/desk" params={{ id }}>
          {m.desk}
        </Link>
      )}
      {edition.currentRevision !== null && (
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/editions/$id/compare" params={{ id }} />}>
          {m.compare}
        </Button>
      )}
      {mayCorrect && <Button variant="default" onClick={() => { correct(true); }}>{m.correct}</Button>}
      {maySend && isLeaving && (
        <Button variant="default" onClick={() => { steer(pausedAt === null ? 'pause' : 'resume'); }}>
          {pausedAt === null ? m.pause : m.resume}
        </Button>
      )}
      {maySend && !isOver && (
        <Button variant="default" onClick={() => { steer('cancel'); }}>
          {m.cancel}
        </Button>
      )}
      <SteerDialog editionId={id} steering={steering} onClose={() => { steer(null); }} />
      {isCorrecting && <CorrectDialog edition={edition} onClose={() => { correct(false); }} />}
    </>
  );
} // prettier-ignore
