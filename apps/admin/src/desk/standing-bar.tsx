import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { dataOf } from '../api/answers.js';
import {
  deleteApiV1EditionsByIdApprove,
  postApiV1EditionsByIdCancel,
  postApiV1EditionsByIdPause,
  postApiV1EditionsByIdResume,
} from '../client/index.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { FailureLine } from '../elements/failure.js';
import { Relative } from '../elements/moment.js';
import { Status } from '../elements/status.js';
import type { Tone } from '../elements/status.js';
import { useWords } from '../language/words.js';
import { useZoned } from './block-facts.js';
import type { Proposal } from './queries.js';
import styles from './standing-bar.module.css';
import { useApprovalsNeeded } from './solo.js';
import { words } from './words.js';

const tones: Record<Proposal['state'], Tone> = {
  claimed: 'quiet',
  proposed: 'warn',
  held: 'bad',
  approved: 'good',
  frozen: 'good',
  sending: 'good',
  sent: 'quiet',
  empty: 'quiet',
  cancelled: 'quiet',
};

/** `4:05` until then, counted down; null once it is over. */
function useCountdown(until: string | null): string | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === null) return undefined;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [until]);
  const left = until === null ? 0 : Math.ceil((Date.parse(until) - now) / 1_000);
  return left <= 0 ? null : `${String(Math.floor(left / 60))}:${String(left % 60).padStart(2, '0')}`;
}

interface StandingBarProps {
  proposal: Proposal;
  may: { approve: boolean; send: boolean };
  operatorId: string;
  onApprove: () => void;
}

/** Where the edition stands, what happens by itself, and what may be done about it. */
export function StandingBar({ proposal, may, operatorId, onApprove }: StandingBarProps) {
  const m = useWords(words);
  const client = useQueryClient();
  const zoned = useZoned(proposal.timeZone);
  const [isCancelling, setCancelling] = useState(false);
  const [reason, setReason] = useState('');
  const { editionId: id, state, approvals, releaseAt, pausedAt } = proposal;
  const approvalsNeeded = useApprovalsNeeded(proposal);
  const again = () => client.invalidateQueries({ queryKey: ['desk', id] });
  const acting = useMutation({ mutationFn: (act: () => Promise<unknown>) => act(), onSettled: again });
  const left = useCountdown(state === 'approved' ? releaseAt : null);
  const isWaiting = state === 'proposed' || state === 'held';
  const hasApproved = approvals.some((one) => one.operatorId === operatorId);
  const isLeaving = state === 'frozen' || state === 'sending';
  const names = approvals.map(({ name }) => name ?? '…').join(', ');
  return (
    <div className={styles.bar}>
      <div className={styles.facts}>
        <Status tone={tones[state]}>
          {m.states[state]}
          {pausedAt !== null && `, ${m.paused}`}
        </Status>
        <span>{m.due} <Relative at={proposal.dueAt} zone={proposal.timeZone} /> · {zoned(proposal.dueAt)}</span>
        {isWaiting && !proposal.isByCalendar && <span>{m.byPerson}</span>}
        {isWaiting && proposal.isByCalendar && (
          <span>
            {m.deadline} <Relative at={proposal.deadline} zone={proposal.timeZone} />.{' '}
            {proposal.approval === 'automatic' ? m.automatic : m.unapproved[proposal.unapproved]}
          </span>
        )}
        {isWaiting && approvals.length > 0 && approvalsNeeded > approvals.length && (
          <span>{hasApproved ? m.youDid : m.waitsFor(names)}</span>
        )}
        {left !== null && <strong role="timer" className="numbers">{m.approvedUntil(left)}</strong>}
        {isLeaving && <span>{m.frozenWords}</span>}
      </div>
      <div className={styles.buttons}>
        {may.send && !['sent', 'empty', 'cancelled'].includes(state) && (
          <Button variant="default" onClick={() => { setCancelling(true); }}>{m.cancelEdition}</Button>
        )}
        {isLeaving && may.send && (
          <Button
            variant="default"
            loading={acting.isPending}
            onClick={() => {
              acting.mutate(() => dataOf(pausedAt === null ? postApiV1EditionsByIdPause({ path: { id } }) : postApiV1EditionsByIdResume({ path: { id } })));
            }}
          >
            {pausedAt === null ? m.pause : m.resume}
          </Button>
        )}
        {may.approve && (state === 'approved' || (isWaiting && approvals.length > 0)) && (
          <Button
            variant={state === 'approved' ? 'filled' : 'default'}
            loading={acting.isPending}
            onClick={() => { acting.mutate(() => dataOf(deleteApiV1EditionsByIdApprove({ path: { id } }))); }}
          >
            {m.takeBack}
          </Button>
        )}
        {may.approve && isWaiting && !(hasApproved && approvalsNeeded > 1) && (
          <Button onClick={onApprove}>{m.approve}</Button>
        )}
        {(isLeaving || state === 'sent') && <Link to={`/editions/${id}` as never}>{m.report}</Link>}
      </div>
      {acting.isError && <FailureLine error={acting.error} />}
      <ConsequenceDialog
        opened={isCancelling}
        onClose={() => { setCancelling(false); }}
        title={m.cancelTitle}
        describe={() => <p>{m.cancelWords}</p>}
        verb={m.cancelEdition}
        isReady={reason.trim() !== ''}
        act={() => dataOf(postApiV1EditionsByIdCancel({ path: { id }, body: { reason: reason.trim() } }))}
        onDone={() => void again()}
      >
        <TextInput label={m.reason} value={reason} maxLength={500} required onChange={({ currentTarget }) => { setReason(currentTarget.value); }} />
      </ConsequenceDialog>
    </div>
  );
} // prettier-ignore
