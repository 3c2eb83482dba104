import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useParam, useView } from '../elements/address.js';
import { newslettersQuery } from '../api/newsletters.js';
import type { Newsletter } from '../api/newsletters.js';
import { templatesQuery } from './queries.js';
import { readTemplateView } from './template-view.js';
import type { TemplateView } from './template-view.js';
import type { Template } from './queries.js';
import { DetailTitle } from '../elements/detail-title.js';
import { Empty } from '../elements/empty.js';
import { Failure } from '../elements/failure.js';
import heading from '../elements/heading.module.css';
import { useWords } from '../language/words.js';
import { words } from './words.js';
import { PreviewPane } from '../elements/mail/preview-pane.js';
import { ListSkeleton, PreviewSkeleton } from '../elements/skeletons.js';
import { TemplateList } from './template-list.js';
import { usePageTitle } from '../elements/use-page-title.js';
import { useWide } from '../elements/use-wide.js';
import { Workspace, WorkspaceNotice } from '../elements/workspace.js';

interface TemplateDetailProps {
  template: Template;
  newsletters: Newsletter[];
  filledFrom: string | undefined;
  onLookAgain: () => void;
  looking: boolean;
}

/** A template alone shows nothing: it is filled with the dispatches of a newsletter, if possible one that uses it. */
function TemplateDetail({ template, newsletters, filledFrom, onLookAgain, looking }: TemplateDetailProps) {
  const m = useWords(words);
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
          {users.size === 0 && <p>{m.unused}</p>}
          <div className={heading.fill}>
            <label htmlFor="filled-from">{m.shownWith}</label>
            <NativeSelect
              id="filled-from"
              size="xs"
              value={newsletter.id}
              data={newsletters.map((each) => ({
                value: each.id,
                label: users.has(each.id) ? `${each.name} (${m.own})` : each.name,
              }))}
              onChange={(event) => {
                // Read now: the router may ask for the search when the event has no target any more.
                const filler = event.currentTarget.value;
                void navigate({
                  to: '/templates/$id',
                  params: { id: template.id },
                  search: (before: TemplateView) => ({ ...before, newsletter: filler }),
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

export function TemplateScreen() {
  const id = useParam('id');
  const { newsletter } = useView(readTemplateView);
  return <TemplatesScreen chosen={id} filledFrom={newsletter} />;
}

export function TemplatesScreen({ chosen, filledFrom }: { chosen?: string; filledFrom?: string | undefined }) {
  const m = useWords(words);
  const wide = useWide();
  const query = useQuery(templatesQuery);
  const newsletters = useQuery(newslettersQuery);
  const templates = query.data ?? [];
  const shown = chosen ?? (wide ? templates[0]?.id : undefined);
  const template = templates.find((each) => each.id === shown);
  usePageTitle(chosen === undefined ? m.title : (template?.name ?? m.title));

  const again = () => void Promise.all([query.refetch(), newsletters.refetch()]);
  const broken = query.error ?? newsletters.error;
  if (broken ?? query.data?.length === 0) {
    return (
      <WorkspaceNotice title={m.title}>
        {broken ? (
          <Failure error={broken} onRetry={again} retrying={query.isFetching || newsletters.isFetching} />
        ) : (
          <Empty
            title={m.noneTitle}
            body={m.noneBody}
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
      title={m.title}
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
          chosen !== undefined && <p>{m.missing}</p>
        )
      }
    />
  );
}
