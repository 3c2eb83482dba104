import { Skeleton } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { postApiV1EditionsByIdApprove } from '../client/index.js';
import type { GetApiV1EditionsByIdOutlookResponses } from '../client/index.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { useAnnounce } from '../elements/announcer.js';
import { FailureLine } from '../elements/failure.js';
import { useWords } from '../language/words.js';
import { useZoned } from './block-facts.js';
import styles from './dialogs.module.css';
import { openFindings } from './preflight.js';
import { PreflightPart } from './preflight-part.js';
import { askOutlook, preflightQuery } from './queries.js';
import type { Proposal } from './queries.js';
import { useApprovalsNeeded } from './solo.js';
import { words } from './words.js';

type Outlook = GetApiV1EditionsByIdOutlookResponses[200];

interface ApproveDialogProps {
  proposal: Proposal;
  /** false: something of this tab is not stored yet, so that what would be approved is not what is shown */
  isStored: boolean;
  onClose: () => void;
}

/** What approving means, in numbers, and what to look at first. */
export function ApproveDialog({ proposal, isStored, onClose }: ApproveDialogProps) {
  const m = useWords(words);
  const client = useQueryClient();
  const announce = useAnnounce();
  const { editionId: id, version, approvals } = proposal;
  const approvalsNeeded = useApprovalsNeeded(proposal);
  const preflight = useQuery(preflightQuery(id, version));
  const isBlocked = preflight.data !== undefined && openFindings(preflight.data).length > 0;
  return (
    <ConsequenceDialog<Outlook>
      opened
      onClose={onClose}
      title={m.approveTitle}
      count={{ key: ['approve', id, version], ask: (signal) => askOutlook(id, signal) }}
      describe={(outlook) => <Meaning proposal={proposal} outlook={outlook} />}
      verb={m.approveVerb}
      // Where the check itself fails the server's gate still stands before the approval, and says why.
      isReady={isStored && !preflight.isPending && !isBlocked}
      act={() =>
        dataOf(postApiV1EditionsByIdApprove({ path: { id }, headers: { 'If-Match': `"${String(version)}"` } })).finally(() =>
          client.invalidateQueries({ queryKey: ['desk', id] }),
        )
      }
      onDone={() => {
        announce(approvals.length + 1 < approvalsNeeded ? m.youDid : m.states.approved);
      }}
    >
      <Warnings proposal={proposal} />
      {preflight.isPending && <Skeleton height={20} aria-label={m.preflightRuns} aria-busy="true" />}
      {preflight.isError && <FailureLine error={preflight.error} />}
      {preflight.data !== undefined && <PreflightPart proposal={proposal} preflight={preflight.data} />}
    </ConsequenceDialog>
  );
} // prettier-ignore

function Meaning({ proposal, outlook }: { proposal: Proposal; outlook: Outlook | undefined }) {
  const m = useWords(words);
  const zoned = useZoned(proposal.timeZone);
  const { approvals, approvalDelayMinutes } = proposal;
  const approvalsNeeded = useApprovalsNeeded(proposal);
  const [first, last] = [outlook?.waves[0], outlook?.waves.at(-1)];
  const readers = outlook?.readers ?? 0;
  return (
    <>
      {outlook?.readers === null ? (
        <p>{m.correctionGoes}</p>
      ) : readers === 0 ? (
        <p>{m.noReaders}</p>
      ) : (
        <p>
          <strong>{m.goesTo(m.readers(readers), m.waves(outlook?.waves.length ?? 1))}</strong>{' '}
          {first !== undefined && m.firstWave(zoned(first.dueAt))}{' '}
          {last !== undefined && last !== first && m.lastWave(zoned(last.dueAt))}
        </p>
      )}
      {approvals.length + 1 < approvalsNeeded ? (
        <p>{m.oneMore}</p>
      ) : (
        <p>
          {approvalsNeeded < proposal.approvalsNeeded && `${m.soloEnough} `}
          {approvalDelayMinutes === 0 ? m.noDelay : m.delay(approvalDelayMinutes)}
        </p>
      )}
    </>
  );
}

/** Before the button, because whoever has read it decides otherwise. */
function Warnings({ proposal }: { proposal: Proposal }) {
  const m = useWords(words);
  if (proposal.warnings.length === 0) return null;
  const said: Readonly<Record<string, string>> = m.warnings;
  return (
    <div className={styles.look}>
      <strong>{m.lookFirst}</strong>
      <ul>
        {proposal.warnings.map(({ code, block }) => {
          const headline = proposal.blocks.find(({ id }) => id === block)?.headline;
          return (
            <li key={`${code} ${block ?? ''}`}>
              {said[code] ?? code}
              {headline !== undefined && (
                <>
                  {' · '}
                  <bdi lang={proposal.language}>{headline}</bdi>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
