import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../api/session.js';
import { useChangeView, useParam, useView } from '../elements/address.js';
import { Failure } from '../elements/failure.js';
import { Page } from '../elements/page.js';
import { useWide } from '../elements/use-wide.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate } from '../language/moments.js';
import { useWords } from '../language/words.js';
import { ApproveDialog } from './approve-dialog.js';
import { ChangesPane } from './changes-pane.js';
import { DeskDialogs } from './desk-dialogs.js';
import type { Opened } from './desk-dialogs.js';
import { DeskNotices } from './desk-notices.js';
import styles from './desk-screen.module.css';
import { MessagePane } from './message-pane.js';
import { freshId } from './pending.js';
import { ProposalColumn } from './proposal-column.js';
import type { Block, Proposal, Shelved } from './queries.js';
import { ShelfPane } from './shelf-pane.js';
import { StandingBar } from './standing-bar.js';
import { DeskToolbar } from './desk-toolbar.js';
import { useBlockActs } from './use-block-acts.js';
import { useDesk } from './use-desk.js';
import type { Desk } from './use-desk.js';
import { panes, readDeskView } from './view.js';
import type { Pane } from './view.js';
import { words } from './words.js';

/** States in which a desk may still change the proposal. */
const OPEN = new Set<Proposal['state']>(['proposed', 'held', 'approved']);

export function DeskScreen() {
  const id = useParam('id');
  // Another edition is another desk: nothing of the one before stays in it.
  return <DeskOf key={id} id={id} />;
}

function DeskOf({ id }: { id: string }) {
  const m = useWords(words);
  const desk = useDesk(id);
  if (desk.shown !== undefined) return <OpenDesk desk={desk} proposal={desk.shown} />;
  return (
    <Page title={m.desk}>
      {desk.error !== null ? (
        <Failure error={desk.error} onRetry={desk.refresh} />
      ) : (
        <div aria-busy="true" aria-label={m.loading}>
          <Skeleton height={56} />
          {[96, 112, 96, 120].map((height, position) => (
            <Skeleton key={position} height={height} mt="md" />
          ))}
        </div>
      )}
    </Page>
  );
}

function OpenDesk({ desk, proposal }: { desk: Desk; proposal: Proposal }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const wide = useWide();
  const may = useMay();
  const session = useQuery(sessionQuery);
  const view = useView(readDeskView);
  const changeView = useChangeView();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const newsletter = { id: proposal.newsletterId, familyId: proposal.familyId };
  const isOpen = OPEN.has(proposal.state);
  const mayEdit = isOpen && may('edit', newsletter);
  const pane: Pane = view.pane === undefined || (wide && view.pane === 'proposal') ? (wide ? 'preview' : 'proposal') : view.pane;
  const acts = useBlockActs(proposal, {
    change: desk.change,
    askReason: (block) => { setOpened({ kind: 'exclude', block }); },
    edit: (block: Block) => {
      if (block.kind === 'dispatch') setEditing(block.id);
      else if (block.kind === 'text') setOpened({ kind: 'text', block, after: null });
    },
  });
  const take = (one: Shelved): void => {
    desk.change(m.did.include(one.headline), {
      acts: [{ act: 'include', dispatch: one.id, as: freshId() }],
      shelved: { [one.id]: one },
    });
  };
  const mayApprove = isOpen && may('approve', newsletter);
  const toPane = (chosen: string): void => { changeView({ pane: chosen }); };
  const room = {
    addText: (after: Block) => { setOpened({ kind: 'text', block: null, after }); },
    search: () => {
      toPane('shelf');
      // The pane may only now be on screen.
      requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById('shelf-search')?.focus()));
    },
    undo: () => { desk.undo?.(); },
    approve: () => { if (mayApprove && proposal.state !== 'approved') setOpened({ kind: 'approve' }); },
    help: () => { setOpened({ kind: 'keys' }); },
  };
  const close = (): void => { setOpened(null); };
  const shownPanes = wide ? panes.filter((one) => one !== 'proposal') : panes;
  const column = (
    <ProposalColumn proposal={proposal} acts={mayEdit ? acts : null} room={room} editing={editing} onEditEnd={() => { setEditing(null); }} />
  );
  return (
    <Page
      title={proposal.newsletterName}
      titleLanguage={proposal.language}
      crumbs={[{ label: m.desk, link: { to: '/desk' } }]}
      lead={m.editionOf(formatEditionDate(proposal.editionDate, locale), m.kinds[proposal.kind]) + (proposal.sequence > 1 ? ` · ${String(proposal.sequence)}` : '')}
    >
      <StandingBar
        proposal={proposal}
        operatorId={session.data?.operator.id ?? ''}
        may={{ approve: mayApprove, send: may('send', newsletter) }}
        onApprove={room.approve}
      />
      <DeskNotices desk={desk} />
      {!mayEdit && <p className={styles.readOnly} role="note">{isOpen ? m.readOnly.rights : readOnlyWords(m, proposal.state)}</p>}
      <div className={styles.room} data-wide={wide}>
        {wide && (
          <section className={styles.proposal} aria-label={m.proposal}>
            {mayEdit && <DeskToolbar desk={desk} proposal={proposal} onOpen={setOpened} />}
            {column}
          </section>
        )}
        <section className={styles.beside} aria-label={m.pane}>
          <SegmentedControl
            aria-label={m.pane}
            value={pane}
            onChange={toPane}
            data={shownPanes.map((value) => ({ value, label: m[value] }))}
          />
          {pane === 'proposal' && (
            <>
              {mayEdit && <DeskToolbar desk={desk} proposal={proposal} onOpen={setOpened} />}
              {column}
            </>
          )}
          {pane === 'preview' && <MessagePane proposal={proposal} />}
          {pane === 'shelf' && <ShelfPane proposal={proposal} onTake={mayEdit ? take : null} />}
          {pane === 'changes' && <ChangesPane proposal={proposal} />}
        </section>
      </div>
      <DeskDialogs opened={opened} proposal={proposal} change={desk.change} onClose={close} />
      {opened?.kind === 'approve' && <ApproveDialog proposal={proposal} isStored={!desk.isStoring} onClose={close} />}
      {!wide && pane !== 'proposal' && <Button variant="default" onClick={() => { toPane('proposal'); }}>{m.proposal}</Button>}
    </Page>
  );
} // prettier-ignore

function readOnlyWords(m: (typeof words)['en'], state: Proposal['state']): string {
  const said: Readonly<Record<string, string>> = m.readOnly;
  return said[state] ?? '';
}
