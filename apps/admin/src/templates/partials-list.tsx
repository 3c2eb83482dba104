import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FailureLine } from '../elements/failure.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import { moreWords } from './more-words.js';
import { NewTemplate } from './new-template.js';
import { templatesQuery } from './queries.js';
import type { Template } from './queries.js';
import { partialsOf } from './template-places.js';
import type { PartialPlace } from './template-places.js';
import styles from './workshop.module.css';

/** The pieces this template is put together from, each a step away, and those it could take. */
export function PartialsList({ template }: { template: Template }) {
  const m = useWords(moreWords);
  const may = useMay();
  const query = useQuery(templatesQuery);
  const [isMaking, make] = useState(false);
  const { held, others } = partialsOf(template, query.data ?? []);
  return (
    <div className={styles.partials}>
      {query.error !== null && <FailureLine error={query.error} />}
      <p className={styles.quiet}>{held.length + others.length === 0 ? m.partialsNone : m.partialsBody}</p>
      <Places title={m.partialsHeld} places={held} within={template.kind === 'partial' ? undefined : template.id} />
      <Places title={m.partialsOthers} places={others} within={undefined} />
      {may('design') && (
        <Button size="xs" variant="default" className={styles.own ?? ''} onClick={() => { make(true); }}>
          {m.newPartial}
        </Button>
      )}
      {isMaking && <NewTemplate begin="partial" templates={query.data ?? []} onClose={() => { make(false); }} />}
    </div>
  );
} // prettier-ignore

function Places({ title, places, within }: { title: string; places: readonly PartialPlace[]; within: string | undefined }) {
  const m = useWords(moreWords);
  if (places.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {places.map(({ id, slug, name, usedBy, isNewer }) => (
          <li key={id}>
            <Link to="/templates/$id" params={{ id }} search={within === undefined ? {} : { within }}>
              <code>{slug}</code>
            </Link>{' '}
            <span className={styles.quiet}>
              <bdi>{name}</bdi> · {m.usedByCount(usedBy)}
              {isNewer && ` · ${m.partialNewer}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
} // prettier-ignore
