import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../api/session.js';
import notice from '../elements/notice.module.css';
import { usePageTitle } from '../elements/use-page-title.js';
import { Wordmark } from '../frame/shell.js';
import { LanguageSwitch, SchemeSwitch } from '../frame/switches.js';
import { said, useWords } from '../language/words.js';
import { waysQuery } from './queries.js';
import styles from './sign-in.module.css';
import { CodeStep, LinkStep, PasswordStep } from './steps.js';
import { words } from './words.js';

export type Step = 'password' | 'code' | 'link';

const command = 'npm run colporteur -- operator invite …';

/** The way in, at whatever address one came to: once signed in, that address shows what it is for. */
export function SignInCard({ first = 'password', failed }: { first?: Step; failed?: string | undefined }) {
  const m = useWords(words);
  const client = useQueryClient();
  const [step, go] = useState<Step>(first);
  const title = { password: m.title, code: m.codeTitle, link: m.linkTitle }[step];
  usePageTitle(title);
  const enter = (): void => {
    void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
  };
  const back = (): void => {
    go('password');
  };
  return (
    <main className={styles.page} id="main" tabIndex={-1}>
      <Wordmark />
      <div className={styles.card}>
        <h1>{title}</h1>
        {step === 'password' && failed !== undefined && (
          <p className={styles.refusal} role="alert">
            {said(m.failed, failed)}
          </p>
        )}
        {step === 'code' && <CodeStep onIn={enter} onBack={back} />}
        {step === 'link' && <LinkStep onBack={back} />}
        {step === 'password' && (
          <>
            <PasswordStep
              onIn={enter}
              onHalf={() => {
                go('code');
              }}
            />
            <OtherWays
              onLink={() => {
                go('link');
              }}
            />
          </>
        )}
      </div>
      <div className={styles.switches}>
        <LanguageSwitch />
        <SchemeSwitch />
      </div>
    </main>
  );
}

function OtherWays({ onLink }: { onLink: () => void }) {
  const m = useWords(words);
  const { data: ways } = useQuery(waysQuery);
  return (
    <>
      {ways !== undefined && ways.openid !== null && (
        <>
          <span className={styles.or}>{m.or}</span>
          <Button component="a" href="/admin/sign-in/oidc" variant="default">
            {m.with(ways.openid.name)}
          </Button>
        </>
      )}
      <div className={styles.other}>
        <p>{m.forgot}</p>
        {ways?.link === false ? (
          <>
            <p>{m.noLink}</p>
            <code className={notice.command}>{command}</code>
          </>
        ) : (
          <Button variant="default" onClick={onLink}>
            {m.askLink}
          </Button>
        )}
      </div>
    </>
  );
}
