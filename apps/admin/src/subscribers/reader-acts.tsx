import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import {
  postApiV1SubscribersByIdDataLink,
  postApiV1SubscribersByIdErase,
  postApiV1SubscribersByIdSubscriptionsBySubscriptionIdConfirmation,
  postApiV1SubscribersByIdSubscriptionsBySubscriptionIdEnd,
  postApiV1SubscribersByIdSubscriptionsBySubscriptionIdPause,
  postApiV1SubscribersByIdSubscriptionsBySubscriptionIdResume,
  postApiV1SubscribersByIdSuppressionLift,
} from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { useMay } from '../frame/use-may.js';
import { said, useWords } from '../language/words.js';
import type { Subscriber, Subscription } from './queries.js';
import styles from './subscribers.module.css';
import { words } from './words.js';

interface ActProps {
  /** on the button that opens the dialog, and in its title */
  label: string;
  verb: string;
  consequence: string;
  done: string;
  act: (reason: string) => Promise<unknown>;
}

/** Fewer letters give no reason. */
const shortest = 3;

/** A button that says what would follow, asks for the reason, and then does it. */
function Act({ label, verb, consequence, done, act }: ActProps) {
  const m = useWords(words);
  const [opened, open] = useState(false);
  const [reason, give] = useState('');
  const announce = useAnnounce();
  const queries = useQueryClient();
  return (
    <>
      <Button
        variant="default"
        size="xs"
        onClick={() => {
          give('');
          open(true);
        }}
      >
        {label}
      </Button>
      <ConsequenceDialog
        opened={opened}
        onClose={() => {
          open(false);
        }}
        title={label}
        describe={() => <p>{consequence}</p>}
        verb={verb}
        isReady={reason.trim().length >= shortest}
        act={() => act(reason.trim())}
        onDone={() => {
          announce(done);
          void queries.invalidateQueries({ queryKey: ['subscribers'] });
        }}
      >
        <TextInput
          label={m.reason}
          description={m.reasonHint}
          maxLength={300}
          value={reason}
          onChange={(event) => {
            give(event.currentTarget.value);
          }}
        />
      </ConsequenceDialog>
    </>
  );
}

export function SubscriptionActs({ reader, subscription }: { reader: Subscriber; subscription: Subscription }) {
  const m = useWords(words);
  const path = { id: reader.id, subscriptionId: subscription.id };
  const { name } = subscription.newsletter;
  const { state } = subscription;
  return (
    <span className={styles.acts}>
      {state === 'pending' && (
        <Act
          label={m.confirmAgain}
          verb={m.send}
          consequence={m.confirmAgainMeans(name)}
          done={m.confirmAgainDone}
          act={(reason) =>
            dataOf(postApiV1SubscribersByIdSubscriptionsBySubscriptionIdConfirmation({ path, body: { reason } }))
          }
        />
      )}
      {state === 'active' && (
        <Act
          label={m.pause}
          verb={m.pause}
          consequence={m.pauseMeans(name)}
          done={m.pauseDone}
          act={(reason) =>
            dataOf(postApiV1SubscribersByIdSubscriptionsBySubscriptionIdPause({ path, body: { reason, until: null } }))
          }
        />
      )}
      {state === 'paused' && (
        <Act
          label={m.resume}
          verb={m.resume}
          consequence={m.resumeMeans(name)}
          done={m.resumeDone}
          act={(reason) =>
            dataOf(postApiV1SubscribersByIdSubscriptionsBySubscriptionIdResume({ path, body: { reason } }))
          }
        />
      )}
      {state !== 'ended' && (
        <Act
          label={m.end}
          verb={m.end}
          consequence={m.endMeans(name)}
          done={m.endDone}
          act={(reason) => dataOf(postApiV1SubscribersByIdSubscriptionsBySubscriptionIdEnd({ path, body: { reason } }))}
        />
      )}
    </span>
  );
}

export function SuppressionActs({ reader, cause }: { reader: Subscriber; cause: Subscriber['suppressions'][number]['cause'] }) {
  const m = useWords(words);
  return (
    <Act
      label={m.lift}
      verb={m.lift}
      consequence={m.liftMeans(said(m.bans, cause))}
      done={m.liftDone}
      act={(reason) => dataOf(postApiV1SubscribersByIdSuppressionLift({ path: { id: reader.id }, body: { reason, cause } }))}
    />
  );
} // prettier-ignore

export function ReaderActs({ reader }: { reader: Subscriber }) {
  const m = useWords(words);
  const may = useMay();
  const path = { id: reader.id };
  return (
    <>
      {may('edit') && (
        <Act
          label={m.dataLink}
          verb={m.send}
          consequence={m.dataLinkMeans}
          done={m.dataLinkDone}
          act={(reason) => dataOf(postApiV1SubscribersByIdDataLink({ path, body: { reason } }))}
        />
      )}
      {may('administer') && (
        <Act
          label={m.erase}
          verb={m.erase}
          consequence={m.eraseMeans(reader.subscriptions.filter(({ state }) => state !== 'ended').length)}
          done={m.eraseDone}
          act={(reason) => dataOf(postApiV1SubscribersByIdErase({ path, body: { reason } }))}
        />
      )}
    </>
  );
}
