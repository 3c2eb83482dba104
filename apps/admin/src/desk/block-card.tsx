import { Button, NativeSelect } from '@mantine/core';
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { memo, useEffect, useRef, useState } from 'react';
import { useLocale } from '../language/locale.js';
import { useWords } from '../language/words.js';
import styles from './block-card.module.css';
import { BlockFacts } from './block-facts.js';
import { wordsOf } from './inverse-acts.js';
import type { Block, Proposal } from './queries.js';
import { reasonSaid } from './reason-words.js';
import { RewriteForm } from './rewrite-form.js';
import type { BlockActs, CardHands } from './use-card-hands.js';
import { words } from './words.js';

interface BlockCardProps {
  block: Block;
  proposal: Proposal;
  isActive: boolean;
  isEditing: boolean;
  /** false: the proposal is only looked at */
  mayAct: boolean;
  hands: CardHands;
}

/** Marks what is dragged as one of ours. */
export const DRAGGED = 'desk-block';

function useDragging(block: Block, isOn: boolean) {
  const ref = useRef<HTMLDivElement>(null);
  const [edge, setEdge] = useState<string | null>(null);
  const [isDragged, setDragged] = useState(false);
  const { id } = block;
  useEffect(() => {
    const element = ref.current;
    if (element === null || !isOn) return undefined;
    const clear = (): void => {
      setEdge(null);
    };
    return combine(
      draggable({
        element,
        getInitialData: () => ({ kind: DRAGGED, id }),
        onDragStart: () => {
          setDragged(true);
        },
        onDrop: () => {
          setDragged(false);
        },
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => source.data['kind'] === DRAGGED && source.data['id'] !== id,
        getData: ({ input }) => attachClosestEdge({ id }, { element, input, allowedEdges: ['top', 'bottom'] }),
        onDrag: ({ self }) => {
          setEdge(extractClosestEdge(self.data));
        },
        onDragLeave: clear,
        onDrop: clear,
      }),
    );
  }, [id, isOn]);
  return { ref, edge, isDragged };
}

/** The acts as a row of buttons, for those who know no keys. */
function ActRow({ block, proposal, acts }: { block: Block; proposal: Proposal; acts: BlockActs }) {
  const m = useWords(words);
  const isStory = block.kind === 'dispatch';
  return (
    <div className={styles.acts}>
      {(
        [
          [m.up, acts.up],
          [m.down, acts.down],
          [m.first, acts.first],
          [block.isPinned ? m.unpin : m.pin, acts.pin],
          ...(isStory || block.kind === 'text' ? [[isStory ? m.edit : m.editText, acts.edit] as const] : []),
          [isStory ? m.exclude : m.remove, acts.exclude],
        ] as const
      ).map(([name, act]) => (
        <Button key={name} size="compact-sm" variant="default" onClick={act}>
          {name}
        </Button>
      ))}
      {isStory && (
        <NativeSelect
          size="xs"
          aria-label={m.section}
          value={block.section}
          data={proposal.sections.map(({ slug, name }) => ({ value: slug, label: name }))}
          onChange={({ currentTarget }) => {
            acts.toSection(currentTarget.value);
          }}
        />
      )}
    </div>
  );
}

/** Whether two drawings of a card would look the same: of the proposal it shows no more than this. */
function isAlike(before: BlockCardProps, after: BlockCardProps): boolean {
  const { proposal: was } = before;
  const { proposal: is } = after;
  return (
    before.block === after.block &&
    before.isActive === after.isActive &&
    before.isEditing === after.isEditing &&
    before.mayAct === after.mayAct &&
    before.hands === after.hands &&
    was.sections === is.sections &&
    was.warnings === is.warnings
  );
}

/** Drawn again only when its own block changes: a move among 60 blocks must not draw 60. */
export const BlockCard = memo(ShownCard, isAlike);

function ShownCard({ block, proposal, isActive, isEditing, mayAct, hands }: BlockCardProps) {
  const m = useWords(words);
  const { locale } = useLocale();
  const { ref, edge, isDragged } = useDragging(block, mayAct && !isEditing);
  const { dispatch, former } = block;
  const standfirst =
    block.kind === 'dispatch'
      ? (block.edits.standfirst ?? dispatch?.standfirst ?? '')
      : wordsOf(block, 'markdown') || wordsOf(block, 'text');
  const warnings = proposal.warnings.filter((warning) => warning.block === block.id);
  return (
    <div
      ref={ref}
      role="group"
      className={styles.block}
      data-block={block.id}
      data-active={isActive}
      data-edge={edge ?? undefined}
      data-dragged={isDragged}
      data-movable={mayAct}
      data-lost={block.kind === 'dispatch' && dispatch === null}
      tabIndex={isActive ? 0 : -1}
      aria-label={block.headline || m.label.text}
      onFocus={() => {
        hands.active(block);
      }}
    >
      {isEditing && block.kind === 'dispatch' ? (
        <RewriteForm
          block={block}
          proposal={proposal}
          onDone={(change) => {
            hands.rewrite(block, change);
          }}
          onEnd={() => {
            hands.editEnd(block);
          }}
        />
      ) : (
        <div className={styles.content}>
          <div className={styles.words}>
            {block.kind !== 'dispatch' && (
              <p className={styles.label}>
                {m.label[block.kind]}
                {block.kind === 'sponsor' && ` · ${wordsOf(block, 'advertiser')}`}
              </p>
            )}
            {block.headline !== '' && (
              <h4 className={styles.headline} dir="auto" lang={proposal.language}>
                {block.headline}
              </h4>
            )}
            {standfirst !== '' && (
              <p className={styles.standfirst} dir="auto" lang={proposal.language}>
                {standfirst}
              </p>
            )}
            <BlockFacts block={block} zone={proposal.timeZone} />
            {block.kind === 'dispatch' && dispatch === null && (
              <p role="note" className={styles.alarm}>
                <strong>{m.lost[former?.status ?? 'usable']}.</strong> {m.lostHint}
              </p>
            )}
            {dispatch !== null &&
              warnings.map(({ code }) => (
                <p key={code} className={styles.warning}>
                  {Object.hasOwn(m.warnings, code) ? Reflect.get(m.warnings, code) : code}
                </p>
              ))}
            {isActive && block.reasons.length > 0 && (
              <details className={styles.why}>
                <summary>
                  {m.why}
                  {block.score !== null && ` · ${m.points(block.score.total)}`}
                </summary>
                <ul>
                  {block.reasons.map((reason, position) => (
                    <li key={position}>{reasonSaid(reason, locale)}</li>
                  ))}
                </ul>
              </details>
            )}
          </div>
          {dispatch?.picture && (
            <img
              className={styles.picture}
              src={dispatch.picture.url}
              alt=""
              loading="lazy"
              data-mail={dispatch.picture.mayMail}
              title={dispatch.picture.mayMail ? dispatch.picture.alt : m.noPicture}
              width={72}
              height={54}
            />
          )}
        </div>
      )}
      {isActive && !isEditing && mayAct && <ActRow block={block} proposal={proposal} acts={hands.actsOn(block)} />}
    </div>
  );
}
