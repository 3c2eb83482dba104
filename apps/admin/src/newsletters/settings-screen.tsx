import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { taggedOf } from '../api/answers.js';
import type { Tagged } from '../api/answers.js';
import { newslettersQuery } from '../api/newsletters.js';
import { patchApiV1NewslettersBySlugSettings } from '../client/index.js';
import { useParam } from '../elements/address.js';
import { useAnnounce } from '../elements/announcer.js';
import { Failure } from '../elements/failure.js';
import { Page } from '../elements/page.js';
import { SaveBar } from '../elements/save-bar.js';
import { ListSkeleton } from '../elements/skeletons.js';
import { AddressTabs } from '../elements/tabs.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import { CalendarPart } from './calendar-part.js';
import type { PartProps } from './part-props.js';
import { InsertionsPart } from './insertions-part.js';
import styles from './newsletters.module.css';
import { settingsQuery, type Settings } from './queries.js';
import { SectionsPart } from './settings/sections-part.js';
import { ChoicesPart } from './settings/choices-part.js';
import { LinkParametersPart } from './settings/link-parameters-part.js';
import { LogoPart } from './settings/look-part.js';
import { RefusedFields } from './settings/refused-fields.js';
import { useRefusal } from './settings/refusals.js';
import { changesIn, fields, type Group } from './setting-fields.js';
import { SettingInput } from './setting-input.js';
import { TemplateChoice } from './template-choice.js';
import { words } from './words.js';

/** Everything a newsletter is set to, saved as one under the version that was read. */
export function NewsletterSettingsScreen() {
  const slug = useParam('slug');
  const m = useWords(words);
  const query = useQuery(settingsQuery(slug));
  if (query.isSuccess) return <SettingsForm key={slug} slug={slug} read={query.data} />;
  return (
    <Page title={m.settings} crumbs={[{ label: m.nextEditions, link: { to: '/newsletters' } }]}>
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : <ListSkeleton />}
    </Page>
  );
}

type Stated = Tagged<{ id: string; language: string; family: string | null; settings: Settings }>;

function SettingsForm({ slug, read }: { slug: string; read: Stated }) {
  const m = useWords(words);
  const { data: newsletters = [] } = useQuery(newslettersQuery);
  const may = useMay();
  const announce = useAnnounce();
  const client = useQueryClient();
  const [edited, edit] = useState<Partial<Settings>>({});
  // Lists that are typed row by row begin anew with what is stored.
  const [round, beginAnew] = useState(0);
  const drop = (): void => {
    edit({});
    beginAnew((before) => before + 1);
  };
  const stored = read.data.settings;
  const draft = { ...stored, ...edited };
  const change = changesIn(stored, draft);
  const saving = useMutation({
    mutationFn: ({ tag }: { tag: string }) =>
      taggedOf(patchApiV1NewslettersBySlugSettings({ path: { slug }, headers: { 'If-Match': tag }, body: change })),
    onSuccess: async (answer) => {
      client.setQueryData(settingsQuery(slug).queryKey, answer);
      edit({});
      announce(m.saved);
      await Promise.all([
        client.invalidateQueries({ queryKey: newslettersQuery.queryKey, exact: true }),
        client.invalidateQueries({ queryKey: ['newsletters', slug, 'calendar'] }),
      ]);
    },
  });
  const mayConfigure = may('configure', newsletters.find((one) => one.slug === slug) ?? { id: read.data.id });
  const part: PartProps = {
    slug,
    draft,
    stored,
    disabled: !mayConfigure,
    error: saving.error,
    edit: (more) => {
      edit((before) => ({ ...before, ...more }));
    },
  };
  const again = async (): Promise<string> => {
    const { tag } = await client.query({ ...settingsQuery(slug), staleTime: 0 });
    return tag;
  };
  return (
    <Page
      title={stored.name}
      titleLanguage={read.data.language}
      crumbs={[{ label: m.nextEditions, link: { to: '/newsletters' } }]}
      lead={m.settingsLead(read.data.family ?? m.noFamily)}
      actions={
        <Link to="/newsletters/$slug/embed" params={{ slug }}>
          {m.embed}
        </Link>
      }
    >
      {!mayConfigure && <p className={styles.hint}>{m.mayNot}</p>}
      <Parts key={round} part={part} />
      <SaveBar
        isChanged={Object.keys(change).length > 0}
        isSaving={saving.isPending}
        error={saving.error}
        refused={<RefusedFields error={saving.error} />}
        onSave={() => {
          saving.mutate({ tag: read.tag });
        }}
        onDiscard={() => {
          drop();
          saving.reset();
        }}
        onLook={() => {
          saving.reset();
          void again().then(drop);
        }}
        onOverwrite={() => {
          // Only what was changed here is sent, so a colleague's other fields stay theirs.
          void again().then((tag) => {
            saving.mutate({ tag });
          });
        }}
      />
    </Page>
  );
}

function Parts({ part }: { part: PartProps }) {
  const m = useWords(words);
  return (
    <AddressTabs
      label={m.parts.label}
      tabs={[
        { key: 'calendar', label: m.parts.calendar, content: () => <CalendarPart {...part} /> },
        { key: 'sender', label: m.parts.sender, content: () => <Fields group="sender" part={part} /> },
        {
          key: 'look',
          label: m.parts.look,
          content: () => (
            <div className={styles.group}>
              <Fields group="look" part={part} />
              <LogoPart {...part} />
              <LinkParametersPart {...part} />
            </div>
          ),
        },
        {
          key: 'content',
          label: m.parts.content,
          content: () => (
            <div className={styles.group}>
              <TemplateChoice {...part} />
              <Fields group="content" part={part} />
              <SectionsPart {...part} />
            </div>
          ),
        },
        {
          key: 'choices',
          label: m.parts.choices,
          content: () => (
            <div className={styles.group}>
              <ChoicesPart {...part} />
              <Fields group="choices" part={part} />
            </div>
          ),
        },
        { key: 'approval', label: m.parts.approval, content: () => <Fields group="approval" part={part} /> },
        { key: 'sending', label: m.parts.sending, content: () => <Fields group="sending" part={part} /> },
        { key: 'public', label: m.parts.public, content: () => <Fields group="public" part={part} /> },
        { key: 'insertions', label: m.parts.insertions, content: () => <InsertionsPart slug={part.slug} /> },
      ]}
    />
  );
}

function Fields({ group, part }: { group: Group; part: PartProps }) {
  const refused = useRefusal(part.error);
  return (
    <div className={styles.grid}>
      {fields[group].map((field) => (
        <SettingInput
          key={field.name}
          field={field}
          value={part.draft[field.name]}
          error={refused(field.name)}
          disabled={part.disabled}
          onChange={(value) => {
            part.edit({ [field.name]: value });
          }}
        />
      ))}
    </div>
  );
}
