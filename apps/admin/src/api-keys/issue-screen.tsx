import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { sessionQuery } from '../api/session.js';
import { postApiV1ApiKeys } from '../client/index.js';
import { CopyField } from '../elements/copy-field.js';
import { errorOf, FieldRow, Form } from '../elements/form.js';
import { Page } from '../elements/page.js';
import type { Crumb } from '../elements/page.js';
import type { Place } from '../elements/place.js';
import { PlaceSelect } from '../elements/place-select.js';
import { useWords } from '../language/words.js';
import styles from './api-keys.module.css';
import { isOfNewsletters, ownersQuery, SCOPES } from './queries.js';
import type { Scope } from './queries.js';
import { words } from './words.js';

interface Draft extends Place {
  operatorId: string;
  name: string;
  scopes: readonly Scope[];
  /** a day; empty: no end */
  end: string;
  requestsPerMinute: number;
}

const START: Draft = { operatorId: '', name: '', scopes: [], newsletterId: null, familyId: null, end: '', requestsPerMinute: 600 }; // prettier-ignore

/** They let readers' addresses out, people's wishes be set, or mail be stopped: never ticked by the way. */
const GRAVE: ReadonlySet<Scope> = new Set<Scope>([
  'editions:send',
  'subscriptions:write',
  'subscribers:import',
  'subscribers:export',
  'audit:read',
]);

/** Chooses what a program may, and shows its key once. */
export function IssueScreen() {
  const m = useWords(words);
  const queries = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [draft, setDraft] = useState(START);
  const operatorId = draft.operatorId || (session?.operator.id ?? '');
  const issuing = useMutation({
    mutationFn: () => dataOf(postApiV1ApiKeys({ body: bodyOf({ ...draft, operatorId }) })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  const change = (part: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...part }));
  };
  const crumbs: readonly Crumb[] = [{ label: m.title, link: { to: '/api-keys' } }];
  if (issuing.isSuccess)
    return (
      <Page title={m.issuedTitle} lead={m.issuedLead} crumbs={crumbs} narrow>
        <CopyField label={issuing.data.name} text={issuing.data.key} />
        <Button mt="md" renderRoot={(props) => <Link to="/api-keys" {...props} />}>
          {m.done}
        </Button>
      </Page>
    );
  return (
    <Page title={m.issue} lead={m.issueLead} crumbs={crumbs} narrow>
      <Form
        error={issuing.error}
        fields={['name', 'requestsPerMinute', 'expiresAt']}
        onSubmit={() => {
          issuing.mutate();
        }}
        buttons={
          <Button type="submit" loading={issuing.isPending} disabled={draft.scopes.length === 0}>
            {m.submit}
          </Button>
        }
      >
        <Purpose draft={{ ...draft, operatorId }} error={issuing.error} onChange={change} />
        <ScopeFields draft={draft} onChange={change} />
        <Bounds draft={draft} error={issuing.error} onChange={change} />
      </Form>
    </Page>
  );
}

interface PartProps {
  draft: Draft;
  error: Error | null;
  onChange: (part: Partial<Draft>) => void;
}

function Purpose({ draft, error, onChange }: PartProps) {
  const m = useWords(words);
  const { data: owners = [] } = useQuery(ownersQuery);
  return (
    <FieldRow>
      <TextInput
        label={m.name}
        autoComplete="off"
        required
        value={draft.name}
        error={errorOf(error, 'name')}
        onChange={(event) => {
          onChange({ name: event.currentTarget.value });
        }}
      />
      <NativeSelect
        label={m.owner}
        value={draft.operatorId}
        data={owners.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => {
          onChange({ operatorId: event.currentTarget.value });
        }}
      />
    </FieldRow>
  );
}

function ScopeFields({ draft, onChange }: Omit<PartProps, 'error'>) {
  const m = useWords(words);
  const isRestricted = draft.newsletterId !== null || draft.familyId !== null;
  const boxes = (isGrave: boolean) =>
    SCOPES.filter((scope) => GRAVE.has(scope) === isGrave).map((scope) => (
      <Checkbox
        key={scope}
        label={m.means[scope]}
        description={scope}
        disabled={isRestricted && !isOfNewsletters(scope)}
        checked={draft.scopes.includes(scope)}
        onChange={(event) => {
          const isTicked = event.currentTarget.checked;
          onChange({ scopes: SCOPES.filter((one) => (one === scope ? isTicked : draft.scopes.includes(one))) });
        }}
      />
    ));
  return (
    <>
      <fieldset className={styles.scopes}>
        <legend>{m.scopes}</legend>
        {boxes(false)}
      </fieldset>
      <fieldset className={styles.scopes}>
        <legend>{m.grave}</legend>
        {boxes(true)}
      </fieldset>
    </>
  );
}

function Bounds({ draft, error, onChange }: PartProps) {
  const m = useWords(words);
  return (
    <>
      <div>
        <PlaceSelect
          label={m.place}
          place={draft}
          onChange={(place) => {
            const isRestricted = place.newsletterId !== null || place.familyId !== null;
            onChange({ ...place, scopes: draft.scopes.filter((scope) => !isRestricted || isOfNewsletters(scope)) });
          }}
        />
        <p className={styles.hint}>{m.placeHint}</p>
      </div>
      <FieldRow>
        <TextInput
          label={m.end}
          description={m.endHint}
          type="date"
          value={draft.end}
          error={errorOf(error, 'expiresAt')}
          onChange={(event) => {
            onChange({ end: event.currentTarget.value });
          }}
        />
        <NumberInput
          label={m.rate}
          description="1–60 000"
          min={1}
          max={60_000}
          allowDecimal={false}
          value={draft.requestsPerMinute}
          error={errorOf(error, 'requestsPerMinute')}
          onChange={(value) => {
            onChange({ requestsPerMinute: Number(value) });
          }}
        />
      </FieldRow>
    </>
  );
}

/** Good until the end of the day that was chosen, on the operator's clock. */
function bodyOf({ end, newsletterId, familyId, scopes, ...rest }: Draft) {
  return {
    ...rest,
    scopes: [...scopes],
    ...(newsletterId !== null && { newsletterId }),
    ...(familyId !== null && { familyId }),
    ...(end !== '' && { expiresAt: new Date(`${end}T23:59:59`).toISOString() }),
  };
}
