import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { newslettersQuery, templatesQuery } from './api.js';
import type { Newsletter, Template } from './api.js';
import { DetailTitle } from './detail-title.js';
import { Empty } from './empty.js';
import { Failure } from './failure.js';
import heading from './heading.module.css';
import { useWords } from './locale.js';
import { PreviewPane } from './preview-pane.js';
import { ListSkeleton, PreviewSkeleton } from './skeletons.js';
import { TemplateList } from './template-list.js';
import { usePageTitle } from './use-page-title.js';
import { useWide } from './use-wide.js';
import { Workspace, WorkspaceNotice } from './workspace.js';

interface TemplateDetailProps {
  template: Template;
  newsletters: Newsletter[];
  filledFrom: string | undefined;
  onLookAgain: () => void;
  looking: boolean;
}

/** A template alone shows nothing: it is filled with the dispatches of a newsletter, if possible one that uses it. */
function TemplateDetail({ template, newsletters, filledFrom, onLookAgain, looking }: TemplateDetailProps) {
  const { m } = useWords();
  const navigate = useNavigate();
  const users = new Set(template.usedBy.map((user) => user.id));
  const newsletter =
    newsletters.find((each) => each.id === filledFrom) ??
    newsletters.find((each) => users.has(each.id)) ??
    newsletters[0];
  if (newsletter === undefined)
    return (
      <Empty
        title={m.noNewslettersTitle}
        body={m.noNewslettersBody}
        command="npm start"
        onLookAgain={onLookAgain}
        looking={looking}
      />
    );
  return (
    <PreviewPane
      key={`${template.id} ${newsletter.id}`}
      newsletter={newsletter.id}
      template={template.id}
      zone={newsletter.timeZone}
      direction={newsletter.direction}
      language={newsletter.language}
      heading={
        <header className={heading.heading}>
          <DetailTitle>
            <bdi>{template.name}</bdi>
          </DetailTitle>
          {users.size === 0 && <p>{m.unusedTemplate}</p>}
          <div className={heading.fill}>
            <label htmlFor="filled-from">{m.shownWith}</label>
            <NativeSelect
              id="filled-from"
              size="xs"
              value={newsletter.id}
              data={newsletters.map((each) => ({
                value: each.id,
                label: users.has(each.id) ? `${each.name} (${m.ownTemplate})` : each.name,
              }))}
              onChange={(event) => {
                // Read now: the router may ask for the search when the event has no target any more.
                const filler = event.currentTarget.value;
                void navigate({
                  to: '/templates/$id',
                  params: { id: template.id },
                  search: (before) => ({ ...before, newsletter: filler }),
                  replace: true,
                });
              }}
            />
          </div>
        </header>
      }
    />
  );
}

export function TemplatesScreen({ chosen, filledFrom }: { chosen?: string; filledFrom: string | undefined }) {
  const { m } = useWords();
  const wide = useWide();
  const query = useQuery(templatesQuery);
  const newsletters = useQuery(newslettersQuery);
  const templates = query.data ?? [];
  const shown = chosen ?? (wide ? templates[0]?.id : undefined);
  const template = templates.find((each) => each.id === shown);
  usePageTitle(chosen === undefined ? m.templates : (template?.name ?? m.templates));

  const again = () => void Promise.all([query.refetch(), newsletters.refetch()]);
  const broken = query.error ?? newsletters.error;
  if (broken ?? query.data?.length === 0) {
    return (
      <WorkspaceNotice title={m.templates}>
        {broken ? (
          <Failure error={broken} onRetry={again} retrying={query.isFetching || newsletters.isFetching} />
        ) : (
          <Empty
            title={m.noTemplatesTitle}
            body={m.noTemplatesBody}
            command="npm start"
            onLookAgain={again}
            looking={query.isFetching}
          />
        )}
      </WorkspaceNotice>
    );
  }

  return (
    <Workspace
      title={m.templates}
      list={query.isPending ? <ListSkeleton /> : <TemplateList templates={templates} chosen={shown} />}
      open={chosen !== undefined}
      listAddress="/templates"
      detail={
        query.isPending || newsletters.isPending ? (
          <PreviewSkeleton />
        ) : template && newsletters.data ? (
          <TemplateDetail
            template={template}
            newsletters={newsletters.data}
            filledFrom={filledFrom}
            onLookAgain={again}
            looking={newsletters.isFetching}
          />
        ) : (
          chosen !== undefined && <p>{m.failureMissingHint}</p>
        )
      }
    />
  );
}
