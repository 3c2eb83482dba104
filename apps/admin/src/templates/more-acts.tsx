import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../language/words.js';
import { moreWords } from './more-words.js';
import type { PreviewWish, Template } from './queries.js';
import { ShareDialog } from './share-dialog.js';
import { ArchiveDialog, DuplicateDialog, RenameDialog } from './template-life-dialogs.js';
import { TestSendDialog } from './test-send-dialog.js';

const acts = ['share', 'test', 'duplicate', 'rename', 'archive'] as const;
type Act = (typeof acts)[number];

interface MoreActsProps {
  template: Template;
  /** what the first pane shows */
  wish: PreviewWish;
}

/** What is done with a template besides writing it. */
export function MoreActs({ template, wish }: MoreActsProps) {
  const m = useWords(moreWords);
  const [asking, ask] = useState<Act | null>(null);
  const close = (): void => {
    ask(null);
  };
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="default">{m.more}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {acts.map((act) => (
            <Menu.Item
              key={act}
              onClick={() => {
                ask(act);
              }}
            >
              {m[act]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asking === 'share' && <ShareDialog wish={wish} onClose={close} />}
      {asking === 'test' && <TestSendDialog wish={wish} onClose={close} />}
      {asking === 'duplicate' && <DuplicateDialog template={template} onClose={close} />}
      {asking === 'rename' && <RenameDialog template={template} onClose={close} />}
      {asking === 'archive' && <ArchiveDialog template={template} onClose={close} />}
    </>
  );
}
