import { Button, NativeSelect, Skeleton, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery } from '../api/session.js';
import { useAnnounce } from '../elements/announcer.js';
import { Failure } from '../elements/failure.js';
import { errorOf, FieldRow, Form } from '../elements/form.js';
import { Page, Section } from '../elements/page.js';
import { useWords } from '../language/words.js';
import { AlarmMail } from './alarm-mail.js';
import { OwnPassword } from './own-password.js';
import { OwnSecondFactor } from './own-second-factor.js';
import { OwnSessions } from './own-sessions.js';
import { accountQuery, changeAccount } from './queries.js';
import type { Account } from './queries.js';
import { words } from './words.js';

const route = getRouteApi('/account');

/** One's own name, password, second factor and sessions. */
export function AccountScreen() {
  const m = useWords(words);
  const { choose } = route.useSearch();
  const account = useQuery(accountQuery);
  if (account.isError)
    return (
      <Page title={m.title}>
        <Failure error={account.error} onRetry={() => void account.refetch()} retrying={account.isFetching} />
      </Page>
    );
  if (account.data === undefined)
    return (
      <Page title={m.title} narrow>
        <Skeleton height={220} aria-busy="true" />
      </Page>
    );
  return (
    <Page title={m.title} narrow>
      {choose === 'password' ? (
        <>
          <OwnPassword account={account.data} isLed />
          <Profile account={account.data} />
        </>
      ) : (
        <>
          <Profile account={account.data} />
          <OwnPassword account={account.data} />
        </>
      )}
      <OwnSecondFactor account={account.data} />
      <AlarmMail />
      <OwnSessions />
    </Page>
  );
}

const LOCALES = ['en', 'fr', 'es', 'ar'] as const;
type Locale = Account['locale'];

function Profile({ account }: { account: Account }) {
  const m = useWords(words);
  const client = useQueryClient();
  const announce = useAnnounce();
  const [name, setName] = useState(account.name);
  const [locale, setLocale] = useState<Locale>(account.locale);
  const saving = useMutation({
    mutationFn: changeAccount,
    onSuccess: (changed) => {
      client.setQueryData(accountQuery.queryKey, changed);
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      announce(m.saved);
    },
  });
  const isChanged = name !== account.name || locale !== account.locale;
  return (
    <Section title={m.profile}>
      <Form
        error={saving.error}
        fields={['name', 'locale']}
        onSubmit={() => {
          const known = LOCALES.find((each) => each === locale) ?? 'en';
          if (isChanged) saving.mutate({ name, locale: known });
        }}
        buttons={
          <Button type="submit" variant="default" disabled={!isChanged} loading={saving.isPending}>
            {m.save}
          </Button>
        }
      >
        <FieldRow>
          <TextInput
            label={m.name}
            autoComplete="name"
            value={name}
            error={errorOf(saving.error, 'name')}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
          <TextInput label={m.address} value={account.address} readOnly variant="filled" />
        </FieldRow>
        <FieldRow>
          <NativeSelect
            label={m.language}
            value={locale}
            data={LOCALES.map((each) => ({ value: each, label: m.languages[each] }))}
            onChange={(event) => {
              setLocale(event.currentTarget.value);
            }}
          />
        </FieldRow>
      </Form>
    </Section>
  );
}
