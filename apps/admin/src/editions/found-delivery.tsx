import type { PostApiV1EditionsByIdDeliveriesFindResponses } from '../client/index.js';
import { Facts, type Fact } from '../elements/facts.js';
import { Moment } from '../elements/moment.js';
import { Status, type Tone } from '../elements/status.js';
import { said, useWords } from '../language/words.js';
import styles from './editions.module.css';
import { words } from './words.js';

type Found = PostApiV1EditionsByIdDeliveriesFindResponses[200];
type Row = NonNullable<Found['row']>;

const tones: Readonly<Record<string, Tone>> = {
  submitted: 'good',
  rejected: 'bad',
  uncertain: 'warn',
  deferred: 'warn',
};

/** What became of one copy, told from its row: the API's own sentence is English, and the relay's words are nobody's. */
export function FoundDelivery({ found, zone }: { found: Found; zone: string | undefined }) {
  const m = useWords(words);
  const { row, messageId, standing } = found;
  if (row === null)
    return <p>{standing === null ? m.neverSubscribed : m.notInAudience}</p>;
  const { state, skipCause } = row;
  return (
    <div className={styles.stack}>
      <p>
        <Status tone={tones[state] ?? 'quiet'}>{said(m.delivery, state)}</Status>
        {skipCause !== null && ` ${said(m.causes, skipCause)}`}
      </p>
      <Facts facts={[...whenOf(row, zone, m), ...relayOf(row, m), { name: m.message, value: <code className={styles.id}>{messageId}</code> }]} />
    </div>
  );
} // prettier-ignore

type M = (typeof words)['en'];

function whenOf(row: Row, zone: string | undefined, m: M): Fact[] {
  const at = (name: string, instant: string | null): Fact[] =>
    instant === null ? [] : [{ name, value: <Moment at={instant} zone={zone} /> }];
  return [
    ...at(m.due, row.dueAt),
    ...(row.state === 'deferred' ? at(m.againAt, row.notBefore) : []),
    ...at(row.settledAt === null ? m.tried : m.decidedAt, row.settledAt ?? row.submittingAt),
    ...at(m.bounced, row.bouncedAt),
    ...at(m.complained, row.complainedAt),
  ];
}

function relayOf({ transport, provider, attempts, smtpCode, enhancedCode, reply }: Row, m: M): Fact[] {
  const answer = [smtpCode, enhancedCode, reply].filter((part) => part !== null).join(' ');
  return [
    ...(attempts > 0 ? [{ name: m.attempts, value: attempts }] : []),
    ...(transport !== null ? [{ name: m.transport, value: <bdi>{transport}</bdi> }] : []),
    ...(provider !== null ? [{ name: m.provider, value: <bdi>{provider}</bdi> }] : []),
    ...(answer !== '' ? [{ name: m.answer, value: <bdi>{answer}</bdi> }] : []),
  ];
}
