import { Button, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1PicturesByIdKill } from '../client/index.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { Facts, type Fact } from '../elements/facts.js';
import { Moment } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatList } from '../language/numbers.js';
import { said, useWords } from '../language/words.js';
import styles from './dispatches.module.css';
import type { Dispatch } from './queries.js';
import { words } from './words.js';

function Labels({ dispatch, kind, found }: { dispatch: Dispatch; kind: string; found: readonly string[] }) {
  const m = useWords(words);
  if (found.length === 0) return <>{m.none}</>;
  return found.map((label) => (
    <span key={label} className={styles.standfirst}>
      <strong>{label}</strong>{' '}
      <bdi>
        {dispatch.labels.reasons
          .filter((reason) => reason.kind === kind && reason.label === label)
          .map(({ because }) => because)
          .join(', ')}
      </bdi>
    </span>
  ));
}

function Picture({ picture, id }: { picture: Dispatch['pictures'][number]; id: string }) {
  const m = useWords(words);
  const may = useMay();
  const queries = useQueryClient();
  const [asks, ask] = useState(false);
  const [reason, say] = useState('');
  return (
    <li>
      <bdi>{picture.caption ?? picture.url}</bdi> {picture.credit !== null && <bdi>({picture.credit})</bdi>}{' '}
      {picture.killedAt !== null && m.pictureKilled}
      {picture.killedAt === null && may('kill') && (
        <Button variant="subtle" onClick={() => { ask(true); }}>
          {m.killPicture}
        </Button>
      )}
      <ConsequenceDialog
        opened={asks}
        onClose={() => { ask(false); }}
        title={m.killPictureTitle}
        describe={() => <p>{m.killPictureBody}</p>}
        verb={m.killPicture}
        isReady={reason.trim() !== ''}
        act={() => dataOf(postApiV1PicturesByIdKill({ path: { id: picture.id }, body: { reason } }))}
        onDone={() => void queries.invalidateQueries({ queryKey: ['dispatches', 'one', id] })}
      >
        <Textarea label={m.reason} description={m.reasonHint} value={reason} maxLength={1000} onChange={(event) => { say(event.currentTarget.value); }} />
      </ConsequenceDialog>
    </li>
  );
} // prettier-ignore

function useRights(dispatch: Dispatch): Fact[] {
  const m = useWords(words);
  const { locale } = useLocale();
  const { rights } = dispatch;
  const may = (so: boolean): string => (so ? m.yes : m.no);
  return [
    { name: m.setRights, value: rights.byDesk ? m.setByDesk : m.fromSource },
    { name: m.mayMail, value: may(rights.mail) },
    { name: m.mayArchive, value: may(rights.archive) },
    { name: m.mayFeed, value: may(rights.feed) },
    ...(rights.until === null ? [] : [{ name: m.mayUntil, value: <Moment at={rights.until} /> }]),
    ...(rights.territories === null ? [] : [{ name: m.territories, value: formatList(rights.territories, locale) }]),
    ...(rights.credit === null ? [] : [{ name: m.credit, value: <bdi>{rights.credit}</bdi> }]),
  ];
}

export function DispatchFacts({ dispatch }: { dispatch: Dispatch }) {
  const m = useWords(words);
  const { labels, link, pictures } = dispatch;
  const rights = useRights(dispatch);
  const others = dispatch.provenances.filter(({ source }) => source !== dispatch.source.slug);
  return (
    <>
      <Facts
        facts={[
          { name: m.access, value: said(m.accesses, dispatch.access) },
          { name: m.firstSeen, value: <Moment at={dispatch.firstSeenAt} /> },
          ...(dispatch.embargoedUntil === null
            ? []
            : [{ name: m.embargo, value: <Moment at={dispatch.embargoedUntil} /> }]),
          ...(link === null
            ? []
            : [
                {
                  name: m.link,
                  value: (
                    <a href={link} target="_blank" rel="noreferrer">
                      <bdi>{link}</bdi>
                    </a>
                  ),
                },
              ]),
          ...(others.length === 0
            ? []
            : [{ name: m.alsoToldBy, value: <bdi>{others.map(({ source }) => source).join(', ')}</bdi> }]),
          { name: m.region, value: <Labels dispatch={dispatch} kind="region" found={labels.regions} /> },
          { name: m.topics, value: <Labels dispatch={dispatch} kind="topic" found={labels.topics} /> },
          { name: m.countries, value: <Labels dispatch={dispatch} kind="country" found={labels.countries} /> },
          ...rights,
        ]}
      />
      {pictures.length > 0 && (
        <Section title={m.pictures}>
          <ul className={styles.members}>
            {pictures.map((picture) => (
              <Picture key={picture.id} picture={picture} id={dispatch.id} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
