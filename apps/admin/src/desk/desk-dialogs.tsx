import { useWords } from '../language/words.js';
import { ExcludeDialog, HeadDialog, KeysDialog, TextDialog } from './block-dialogs.js';
import type { WrittenText } from './block-dialogs.js';
import { InsertionDialog } from './insertion-dialog.js';
import type { Change } from './local-acts.js';
import { freshId } from './pending.js';
import type { Block, Proposal } from './queries.js';
import { words } from './words.js';

/** What is open over the room. */
export type Opened =
  | { kind: 'exclude'; block: Block }
  /** `block`: the text to change; `after`: where a new one goes, null: at the beginning */
  | { kind: 'text'; block: Block | null; after: Block | null }
  | { kind: 'insertion'; isSponsor: boolean }
  | { kind: 'head' }
  | { kind: 'keys' }
  | { kind: 'approve' };

interface DeskDialogsProps {
  opened: Opened | null;
  proposal: Proposal;
  change: (label: string, change: Change) => void;
  onClose: () => void;
}

export function DeskDialogs({ opened, proposal, change, onClose }: DeskDialogsProps) {
  const m = useWords(words);
  if (opened === null) return null;
  const text =
    (block: Block | null, after: Block | null) =>
    (written: WrittenText): void => {
      const said = { title: written.title.trim(), markdown: written.markdown, signature: written.signature.trim() };
      if (block !== null) {
        change(m.did.edit, { acts: [{ act: 'edit_text', block: block.id, ...said }] });
        return;
      }
      // Next to its neighbour as it is now: the order may have changed while it was written.
      const at = proposal.blocks.findIndex(({ id }) => id === after?.id);
      change(m.did.add, { acts: [{ act: 'add_text', as: freshId(), position: at + 1, ...said }] });
    };
  switch (opened.kind) {
    case 'exclude':
      return (
        <ExcludeDialog
          block={opened.block}
          onClose={onClose}
          onDone={(reason) => {
            change(m.did.exclude(opened.block.headline), {
              acts: [{ act: 'exclude', block: opened.block.id, reason }],
            });
          }}
        />
      );
    case 'text':
      return (
        <TextDialog
          block={opened.block}
          proposal={proposal}
          onClose={onClose}
          onDone={text(opened.block, opened.after)}
        />
      );
    case 'insertion':
      return (
        <InsertionDialog
          isSponsor={opened.isSponsor}
          proposal={proposal}
          onClose={onClose}
          onDone={(act) => {
            change(m.did.add, { acts: [act] });
          }}
        />
      );
    case 'head':
      return (
        <HeadDialog
          proposal={proposal}
          onClose={onClose}
          onDone={(head) => {
            change(m.did.head, { acts: [{ act: 'set_head', ...head }] });
          }}
        />
      );
    case 'keys':
      return <KeysDialog onClose={onClose} />;
    case 'approve':
      // The screen shows it: it needs more than the proposal.
      return null;
  }
}
