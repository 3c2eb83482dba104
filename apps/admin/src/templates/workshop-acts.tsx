import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { taggedOf } from '../api/answers.js';
import { getApiV1TemplatesById } from '../client/index.js';
import { useAnnounce } from '../elements/announcer.js';
import { ConsequenceDialog } from '../elements/consequence-dialog.js';
import { FailureLine } from '../elements/failure.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import { MergeDialog } from './merge-dialog.js';
import { MoreActs } from './more-acts.js';
import { PublishDialog } from './publish-dialog.js';
import { templatesQuery, versionQuery } from './queries.js';
import type { PreviewWish, Template } from './queries.js';
import { partialsOf } from './template-places.js';
import type { Draft } from './use-draft.js';
import type { Formatting } from './use-format.js';
import { words } from './words.js';

/** Which dialog stands before the workshop. `moved`: the number of somebody's newer version. */
export type Asking = null | 'publish' | 'discard' | 'conflict' | { moved: number };

interface WorkshopActsProps {
  template: Template;
  draft: Draft;
  formatting: Formatting;
  /** what the first pane shows */
  wish: PreviewWish;
  asking: Asking;
  ask: (asking: Asking) => void;
  onAnew: () => Promise<void>;
}

/** One primary action, publishing; the others stand before it. */
export function WorkshopActs({ template, draft, formatting, wish, asking, ask, onAnew }: WorkshopActsProps) {
  const m = useWords(words);
  const may = useMay();
  const isChanged = draft.text.mjml !== template.mjml || draft.text.plainText !== template.plainText;
  const templates = useQuery(templatesQuery);
  const hasNewer = partialsOf(template, templates.data ?? []).held.some(({ isNewer }) => isNewer);
  return (
    <>
      <Button variant="default" component={Link} to={`/templates/${template.id}/versions`}>
        {m.versions}
      </Button>
      {may('design') && (
        <>
          <MoreActs template={template} wish={wish} />
          <Button variant="default" loading={formatting.isPending} title="Shift+Alt+F" onClick={formatting.format}>
            {m.tidy}
          </Button>
          {(isChanged || template.draft !== null) && (
            <Button variant="default" onClick={() => { ask('discard'); }}>
              {m.discard}
            </Button>
          )}
          <Button disabled={!isChanged && !hasNewer} onClick={() => { ask('publish'); }}>
            {m.publish}
          </Button>
        </>
      )}
      {formatting.error !== null && <FailureLine error={formatting.error} />}
      <Dialogs {...{ template, draft, asking, ask, onAnew }} />
    </>
  );
} // prettier-ignore

function Dialogs({ template, draft, asking, ask, onAnew }: Omit<WorkshopActsProps, 'wish' | 'formatting'>) {
  const m = useWords(words);
  const announce = useAnnounce();
  const client = useQueryClient();
  const close = (): void => {
    ask(null);
  };
  if (asking === null) return null;
  if (asking === 'conflict') return <Conflict {...{ template, draft, close }} />;
  if (typeof asking === 'object') return <Moved version={asking.moved} {...{ template, draft, close }} />;
  if (asking === 'discard')
    return (
      <ConsequenceDialog
        opened
        onClose={close}
        title={m.discardTitle}
        describe={() => m.discardBody(draft.baseVersion)}
        verb={m.discard}
        act={draft.discard}
        onDone={() => void onAnew()}
      />
    );
  return (
    <PublishDialog
      template={template}
      draft={draft}
      onClose={close}
      onMoved={(moved) => {
        ask({ moved });
      }}
      onPublished={() => {
        close();
        announce(m.published);
        void client.invalidateQueries({ queryKey: ['templates'], refetchType: 'none' }).then(onAnew);
      }}
    />
  );
}

interface CompareProps {
  template: Template;
  draft: Draft;
  close: () => void;
}

/** Somebody's newer version beside one's own text. */
function Moved({ version, template, draft, close }: CompareProps & { version: number }) {
  const m = useWords(words);
  const theirs = useQuery(versionQuery(template.id, version));
  if (theirs.data === undefined) return theirs.isError ? <FailureLine error={theirs.error} /> : null;
  return (
    <MergeDialog
      title={m.movedTitle}
      body={m.movedBody(version)}
      theirs={theirs.data}
      mine={draft.text}
      onClose={close}
      onGoOn={(merged) => {
        draft.goOn(merged, { baseVersion: version });
        close();
      }}
    />
  );
}

/** What another window of one's own saved beside what stands in this one. */
function Conflict({ template, draft, close }: CompareProps) {
  const m = useWords(words);
  const stored = useQuery({
    queryKey: ['template-draft', template.id],
    queryFn: async ({ signal }) => (await taggedOf(getApiV1TemplatesById({ path: { id: template.id }, signal }))).data,
    staleTime: 0,
    gcTime: 0,
  });
  if (stored.data === undefined) return stored.isError ? <FailureLine error={stored.error} /> : null;
  const { draft: theirs, version } = stored.data;
  return (
    <MergeDialog
      title={m.conflictTitle}
      body={m.conflictBody}
      theirs={theirs ?? stored.data}
      mine={draft.text}
      onClose={close}
      onGoOn={(merged) => {
        const tag = theirs === null ? null : `"${String(theirs.revision)}"`;
        draft.goOn(merged, { baseVersion: theirs?.baseVersion ?? version, tag });
        close();
      }}
    />
  );
}
