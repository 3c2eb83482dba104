import { useQuery } from '@tanstack/react-query';
import { newslettersQuery } from '../api/newsletters.js';
import { Moment } from '../elements/moment.js';
import { said, useWords } from '../language/words.js';
import type { StoryEvent } from './queries.js';
import styles from './subscribers.module.css';
import { words } from './words.js';

type M = (typeof words)['en'];

/** What is said first of an event, by its kind; everything else that is known stands below, quietly. */
function headline({ kind, facts }: StoryEvent, m: M): string {
  const fact = (name: string): string => String(facts[name] ?? '');
  if (kind === 'delivery') {
    const state = said(m.deliveries, fact('state'));
    return fact('skipCause') === '' ? state : `${state}, ${said(m.skips, fact('skipCause'))}`;
  }
  if (kind === 'notice') return m.notice(said(m.notices, fact('notice')), said(m.noticeStates, fact('state')));
  if (kind === 'left') return `${m.kinds.left}, ${said(m.enders, fact('by') || fact('cause'))}`;
  if (kind === 'suppressed') return `${m.kinds.suppressed}, ${said(m.bans, fact('cause'))}`;
  return m.kinds[kind];
}

/** Said in the headline already, or of no use to a person. */
const untold = new Set(['state', 'skipCause', 'notice', 'by', 'cause', 'editionId', 'settledAt', 'importId']);

export function StoryLine({ event }: { event: StoryEvent }) {
  const m = useWords(words);
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const newsletter = newsletters.find(({ slug }) => slug === event.newsletter)?.name ?? event.newsletter;
  const told = Object.entries(event.facts).filter(([name]) => !untold.has(name));
  return (
    <li className={styles.event}>
      <Moment at={event.at} />
      <div>
        <div>
          <span className={styles.what}>{headline(event, m)}</span>
          {newsletter !== null && (
            <>
              {' · '}
              <bdi>{newsletter}</bdi>
            </>
          )}
        </div>
        {told.length > 0 && (
          <div className={styles.detail} dir="auto">
            {told.map(([name, value]) => `${said(m.facts, name)}${m.colon}${shown(value, m)}`).join(' · ')}
          </div>
        )}
      </div>
    </li>
  );
}

function shown(value: string | number | boolean, m: M): string {
  return typeof value === 'boolean' ? (value ? m.yes : m.no) : String(value);
}
