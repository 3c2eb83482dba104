import { Moment, Relative } from '../elements/moment.js';
import { said, useWords } from '../language/words.js';
import styles from './dispatches.module.css';
import type { Dispatch } from './queries.js';
import { words } from './words.js';

type Version = Dispatch['versions'][number];
type Field = NonNullable<Version['diff']>['fields'][number];

function FieldDiff({ field, language }: { field: Field; language: string }) {
  const m = useWords(words);
  const name = said(m.fields, field.field);
  if (field.kind === 'value')
    return (
      <p className={styles.diff}>
        <strong>{name}</strong> <del>{valueText(field.before)}</del> <ins>{valueText(field.after)}</ins>
      </p>
    );
  return (
    <p className={styles.diff}>
      <strong>{name}</strong>{' '}
      <bdi lang={language}>
        {field.pieces.map(({ change, text }, position) =>
          change === 'added' ? (
            <ins key={position}>{text}</ins>
          ) : change === 'removed' ? (
            <del key={position}>{text}</del>
          ) : (
            <span key={position}>{text}</span>
          ),
        )}
      </bdi>
    </p>
  );
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function Versions({ dispatch }: { dispatch: Dispatch }) {
  const m = useWords(words);
  return (
    <ol className={styles.timeline} reversed>
      {dispatch.versions.map(({ version, receivedAt, diff }) => (
        <li key={version} className={styles.version}>
          <h3>
            {m.version(version)} · <Moment at={receivedAt} />
          </h3>
          {diff === null ? (
            <p className={styles.quiet}>{m.firstVersion}</p>
          ) : diff.fields.length === 0 ? (
            <p className={styles.quiet}>{m.noChange}</p>
          ) : (
            diff.fields.map((field) => <FieldDiff key={field.field} field={field} language={dispatch.language} />)
          )}
        </li>
      ))}
    </ol>
  );
}

export function Life({ dispatch }: { dispatch: Dispatch }) {
  const m = useWords(words);
  if (dispatch.events.length === 0) return <p className={styles.quiet}>{m.nothingHappened}</p>;
  return (
    <ol className={styles.timeline}>
      {dispatch.events.toReversed().map(({ at, kind, actor, reason }, position) => (
        <li key={position}>
          <span>
            <strong>{said(m.events, kind)}</strong> {said(m.actors, actor)}
          </span>
          {reason !== null && <bdi>{reason}</bdi>}
          <span className={styles.quiet}>
            <Moment at={at} /> (<Relative at={at} />)
          </span>
        </li>
      ))}
    </ol>
  );
}
