import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { dataOf } from '../api/answers.js';
import { postApiV1EditionsByIdAssemble } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { FailureLine } from '../elements/failure.js';
import { useWords } from '../language/words.js';
import type { Opened } from './desk-dialogs.js';
import styles from './desk-screen.module.css';
import type { Proposal } from './queries.js';
import type { Desk } from './use-desk.js';
import { words } from './words.js';

interface DeskToolbarProps {
  desk: Desk;
  proposal: Proposal;
  onOpen: (opened: Opened) => void;
}

/** What is done to the proposal as a whole. */
export function DeskToolbar({ desk, proposal, onOpen }: DeskToolbarProps) {
  const m = useWords(words);
  const client = useQueryClient();
  const announce = useAnnounce();
  const { editionId: id, version, kind, state } = proposal;
  const assembling = useMutation({
    mutationFn: () =>
      dataOf(postApiV1EditionsByIdAssemble({ path: { id }, headers: { 'If-Match': `"${String(version)}"` } })),
    onSuccess: ({ proposalVersion }) => {
      desk.made(proposalVersion);
      announce(m.assembledAgain);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['desk', id] }),
  });
  const open = (opened: Opened) => () => {
    onOpen(opened);
  };
  return (
    <div className={styles.toolbar}>
      <div className={styles.row}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={desk.undo === null}
          onClick={() => {
            desk.undo?.();
          }}
        >
          {m.undo}
        </Button>
        <Button size="compact-sm" variant="default" onClick={open({ kind: 'text', block: null, after: null })}>
          {m.addText}
        </Button>
        <Button size="compact-sm" variant="default" onClick={open({ kind: 'insertion', isSponsor: false })}>
          {m.addPromotion}
        </Button>
        <Button size="compact-sm" variant="default" onClick={open({ kind: 'insertion', isSponsor: true })}>
          {m.addSponsor}
        </Button>
        <Button size="compact-sm" variant="default" onClick={open({ kind: 'head' })}>
          {m.editHead}
        </Button>
        {kind === 'digest' && state !== 'approved' && (
          <Button
            size="compact-sm"
            variant="default"
            loading={assembling.isPending}
            disabled={desk.isStoring}
            onClick={() => {
              assembling.mutate();
            }}
          >
            {m.assembleAgain}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={open({ kind: 'keys' })}>
          {m.keys}
        </Button>
        <span role="status" className={styles.quiet} data-stored={!desk.isStoring}>
          {desk.isStoring ? m.saving : desk.seen.version > 0 ? m.saved : ''}
        </span>
      </div>
      {assembling.isError && <FailureLine error={assembling.error} />}
    </div>
  );
}
