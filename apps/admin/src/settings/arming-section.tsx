import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { todayQuery } from '../api/today.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { CopyField } from '../elements/copy-field.js';
import { Moment, Relative } from '../elements/moment.js';
import { Section } from '../elements/page.js';
import { Status } from '../elements/status.js';
import { said, useWords } from '../language/words.js';
import { arm, disarm, readArming, settingsQuery, type Arming, type Settings } from './queries.js';
import styles from './settings.module.css';
import { words } from './words.js';

const withoutJournal = 'npm run colporteur -- arm --dry-run';

/** Whether anything may leave, letting it, and the emergency stop. */
export function ArmingSection({ sending }: { sending: Settings['sending'] }) {
  const m = useWords(words);
  const [asking, ask] = useState<'arm' | 'disarm' | null>(null);
  const client = useQueryClient();
  const announce = useAnnounce();
  const load = (): void => {
    void client.invalidateQueries({ queryKey: settingsQuery.queryKey, exact: true });
    void client.invalidateQueries({ queryKey: todayQuery.queryKey });
  };
  const close = (): void => {
    ask(null);
  };
  return (
    <Section title={m.sending}>
      {sending.armed ? <Status tone="good">{m.armed}</Status> : <Status tone="bad">{m.disarmed}</Status>}
      {sending.disarmedAt !== null && (
        <p className={styles.words}>
          {m.disarmedSince} <Relative at={sending.disarmedAt} />. {said(m.causes, sending.cause ?? '')}
        </p>
      )}
      <div>
        <Button
          variant={sending.armed ? 'default' : 'filled'}
          onClick={() => {
            ask(sending.armed ? 'disarm' : 'arm');
          }}
        >
          {sending.armed ? m.disarm : m.arm}
        </Button>
      </div>
      {!sending.armed && <CopyField label={m.armCommand} text={withoutJournal} />}
      <ConsequenceDialog
        opened={asking === 'disarm'}
        onClose={close}
        title={m.disarmTitle}
        describe={() => <p>{m.disarmBody}</p>}
        verb={m.disarm}
        act={disarm}
        onDone={() => {
          announce(m.disarmDone);
          load();
        }}
      />
      <ConsequenceDialog<Arming>
        opened={asking === 'arm'}
        onClose={close}
        title={m.armTitle}
        count={{ key: ['arming'], ask: readArming }}
        describe={(found) => found !== undefined && <Consequences found={found} />}
        verb={m.arm}
        act={(found) => arm(found?.cause ?? 'operator')}
        onDone={() => {
          announce(m.armDone);
          load();
        }}
      />
    </Section>
  );
}

/** What would leave, and what a database that was restored would do again first. */
function Consequences({ found }: { found: Arming }) {
  const m = useWords(words);
  const { unknown, waiting } = found;
  return (
    <>
      <p>{m.wouldLeave(waiting.deliveries, waiting.editions)}</p>
      <p>{m.noticesLeave(waiting.notices)}</p>
      {unknown !== null && (
        <>
          <p>
            {m.unknownHours} <Moment at={unknown.began} /> – <Moment at={unknown.ended} />.
          </p>
          <ul>
            <li>{m.replayed(found.withdrawals)}</li>
            <li>{m.calledUncertain(found.uncertain)}</li>
            <li>{m.givenUp(found.notices)}</li>
          </ul>
        </>
      )}
      {found.cause !== 'operator' && <p>{m.stopTheOther}</p>}
      {!found.journal && <p role="alert">{m.noJournal}</p>}
    </>
  );
}
