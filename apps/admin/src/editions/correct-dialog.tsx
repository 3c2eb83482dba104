import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, dataOf } from '../api/answers.js';
import { postApiV1EditionsByIdCorrections } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { useLocale } from '../language/locale.js';
import { formatNumber } from '../language/numbers.js';
import { useWords } from '../language/words.js';
import styles from './editions.module.css';
import { dispatchesQuery, holdersOf, type Edition } from './queries.js';
import { words } from './words.js';

/** Characters, as the server takes them. */
const longest = { explanation: 5_000, headline: 300 };

/** Refusals of a correction whose mailed version is the present one. */
const NOTHING_WRONG = new Set(['edition.nothing_to_correct', 'edition.act_invalid']);

/** A correction of one dispatch, to those who were sent it: how many they are stands there before it is proposed. */
export function CorrectDialog({ edition, onClose }: { edition: Edition; onClose: () => void }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const announce = useAnnounce();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [chosen, choose] = useState<string | null>(null);
  const [explanation, explain] = useState('');
  const [correctedHeadline, word] = useState('');
  const [lacksHeadline, lack] = useState(false);
  const { data: dispatches = [] } = useQuery(dispatchesQuery(edition.id));
  const dispatch = chosen ?? dispatches[0]?.dispatchId ?? null;
  const act = async (): Promise<void> => {
    const headline = correctedHeadline.trim();
    const body = { dispatch: dispatch ?? '', explanation, ...(headline === '' ? {} : { correctedHeadline: headline }) };
    const { id } = await dataOf(postApiV1EditionsByIdCorrections({ path: { id: edition.id }, body })).catch(
      (error: unknown) => {
        // The version that was mailed is the present one: only another headline makes it wrong.
        if (error instanceof ApiError && NOTHING_WRONG.has(error.code) && headline === '') lack(true);
        throw error;
      },
    );
    void client.invalidateQueries({ queryKey: ['editions'] });
    await navigate({ to: '/editions/$id', params: { id } });
  };
  return (
    <ConsequenceDialog
      opened
      onClose={onClose}
      title={m.correctTitle}
      {...(dispatch === null
        ? {}
        : {
            count: {
              key: ['editions', edition.id, 'holders', dispatch],
              ask: (signal: AbortSignal) => holdersOf(edition.id, dispatch, signal),
            },
          })}
      describe={(counted) => (
        <>
          <p>{m.correctLead}</p>
          {counted !== undefined && (
            <p>
              <strong>{(counted.isExact ? m.holders : m.holdersAtMost)(formatNumber(counted.received, locale))}</strong>
            </p>
          )}
        </>
      )}
      verb={m.propose}
      isReady={dispatch !== null && explanation.trim() !== ''}
      act={act}
      onDone={() => {
        announce(m.proposed);
      }}
    >
      <div className={styles.form}>
        <NativeSelect
          label={m.which}
          value={dispatch ?? ''}
          data={dispatches.map(({ dispatchId, title }) => ({ value: dispatchId, label: title }))}
          onChange={({ currentTarget }) => {
            choose(currentTarget.value);
          }}
        />
        {dispatch !== null && (
          <Link to="/dispatches/$id" params={{ id: dispatch }}>
            {m.dispatchRoom}
          </Link>
        )}
        <Textarea
          label={m.explanation}
          description={m.explanationHint}
          dir="auto"
          autosize
          minRows={3}
          maxRows={10}
          maxLength={longest.explanation}
          value={explanation}
          onChange={({ currentTarget }) => {
            explain(currentTarget.value);
          }}
        />
        <TextInput
          label={m.correctedHeadline}
          description={m.headlineHint}
          error={lacksHeadline ? m.headlineNeeded : undefined}
          dir="auto"
          maxLength={longest.headline}
          value={correctedHeadline}
          onChange={({ currentTarget }) => {
            word(currentTarget.value);
            lack(false);
          }}
        />
      </div>
    </ConsequenceDialog>
  );
}
