import { extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { EmptyState } from '../elements/empty.js';
import { useWords } from '../language/words.js';
import { BlockCard, DRAGGED } from './block-card.js';
import { pressed } from './block-keys.js';
import type { KeyRoom } from './block-keys.js';
import styles from './proposal-column.module.css';
import type { Block, Proposal } from './queries.js';
import { SectionHead } from './section-head.js';
import { groupsOf } from './sections.js';
import type { Target } from './sections.js';
import type { ActsOnBlocks } from './use-block-acts.js';
import { useCardHands } from './use-card-hands.js';
import { words } from './words.js';

interface ProposalColumnProps {
  proposal: Proposal;
  /** null: the proposal is only looked at */
  acts: ActsOnBlocks | null;
  room: Omit<KeyRoom, 'focus'>;
  /** id of the block whose words are open */
  editing: string | null;
  onEditEnd: () => void;
}

/** Milliseconds; longer than a dialog takes to close. */
const DIALOG_FADES = 400;

function inBlock(block: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-block="${CSS.escape(block)}"]`);
}

/** Where something was dropped: on a block's edge, or on a section's head. */
function targetOf(data: Record<string | symbol, unknown>, blocks: readonly Block[], sectionOf: (id: string) => string) {
  const { id, section } = data as { id?: unknown; section?: unknown };
  if (typeof section === 'string') {
    const first = blocks.find((block) => sectionOf(block.id) === section);
    return first === undefined ? { next: null, section } : ({ next: first.id, edge: 'before', section } as const);
  }
  if (typeof id !== 'string') return null;
  return {
    next: id,
    edge: extractClosestEdge(data) === 'bottom' ? 'after' : 'before',
    section: sectionOf(id),
  } as const;
}

/** Dragging and dropping, within a section and from one to another. */
function useDropping(proposal: Proposal, acts: ActsOnBlocks | null): void {
  const drop = useEffectEvent((id: string, data: Record<string | symbol, unknown>) => {
    const groups = groupsOf(proposal);
    const sectionOf = (block: string): string =>
      groups.find(({ blocks }) => blocks.some((one) => one.id === block))?.slug ?? '';
    const block = proposal.blocks.find((one) => one.id === id);
    const target: Target | null = targetOf(data, proposal.blocks, sectionOf);
    if (block !== undefined && target !== null) acts?.move(block, target);
  });
  const isOn = acts !== null;
  useEffect(() => {
    if (!isOn) return undefined;
    return monitorForElements({
      canMonitor: ({ source }) => source.data['kind'] === DRAGGED,
      onDrop: ({ source, location }) => {
        const over = location.current.dropTargets[0];
        const { id } = source.data;
        if (over !== undefined && typeof id === 'string') drop(id, over.data);
      },
    });
  }, [isOn]);
}

export function ProposalColumn({ proposal, acts, room, editing, onEditEnd }: ProposalColumnProps) {
  const m = useWords(words);
  const groups = useMemo(() => groupsOf(proposal), [proposal]);
  const inOrder = useMemo(() => groups.flatMap(({ blocks }) => blocks), [groups]);
  const [active, setActive] = useState<string | null>(null);
  const followed = useRef<{ id: string; at: number } | null>(null);
  const shown = inOrder.find(({ id }) => id === active) ?? inOrder[0];
  useDropping(proposal, acts);

  // A block that changes its section is another element of the page, and one that was left out is none: the focus goes
  // with the block, or to the one in its place.
  useEffect(() => {
    const wanted = followed.current;
    if (wanted === null || editing !== null) return undefined;
    const at = proposal.blocks.some(({ id }) => id === wanted.id) ? wanted.id : inOrder[Math.min(wanted.at, inOrder.length - 1)]?.id;
    const follow = (): void => {
      const here = document.activeElement;
      if ((here === document.body || here === null) && at !== undefined) inBlock(at)?.focus();
    };
    follow();
    // A dialog gives the focus back to what is gone when it has faded.
    const timer = setTimeout(follow, DIALOG_FADES);
    return () => {
      clearTimeout(timer);
    };
  }, [proposal, editing, inOrder]);

  const focus = (id: string | undefined): void => {
    if (id === undefined) return;
    setActive(id);
    inBlock(id)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.dataset['block'] === undefined) return;
    const at = inOrder.findIndex(({ id }) => id === target.dataset['block']);
    const block = inOrder[at];
    if (block === undefined) return;
    followed.current = { id: block.id, at };
    const step = (by: -1 | 1): void => {
      focus(inOrder[at + by]?.id);
    };
    if (pressed(event, block, { acts, room: { ...room, focus: step } })) event.preventDefault();
  };
  const hands = useCardHands({
    acts,
    onActive: (block) => {
      followed.current = { id: block.id, at: inOrder.findIndex(({ id }) => id === block.id) };
      setActive(block.id);
    },
    onEditEnd: (block) => {
      onEditEnd();
      // The field that had the focus is gone when the card is back.
      requestAnimationFrame(() => inBlock(block.id)?.focus());
    },
  });
  if (inOrder.length === 0 && acts === null) return <EmptyState title={m.noBlocks} body="" />;
  return (
    <div className={styles.column} onKeyDown={onKeyDown}>
      {inOrder.length === 0 && <EmptyState title={m.noBlocks} body={m.noBlocksBody} />}
      {groups.map(({ slug, blocks }) => (
        <section key={slug} className={styles.group}>
          <SectionHead
            slug={slug}
            name={proposal.sections.find((section) => section.slug === slug)?.name ?? slug}
            stories={blocks.filter(({ kind }) => kind === 'dispatch').length}
            language={proposal.language}
            isOn={acts !== null}
          />
          <ol className={styles.list}>
            {blocks.map((block) => (
              <li key={block.id}>
                <BlockCard
                  block={block}
                  proposal={proposal}
                  isActive={block.id === shown?.id}
                  isEditing={block.id === editing}
                  mayAct={acts !== null}
                  hands={hands}
                />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
} // prettier-ignore
