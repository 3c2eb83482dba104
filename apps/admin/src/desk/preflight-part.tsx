import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dataOf } from '../api/answers.js';
import { postApiV1EditionsByIdOverrides } from '../client/index.js';
import { FailureLine } from '../elements/failure.js';
import { useMay } from '../frame/use-may.js';
import { useWords } from '../language/words.js';
import styles from './dialogs.module.css';
import { codesToOverride, openFindings, type Finding, type Preflight } from './preflight.js';
import { preflightQuery } from './queries.js';
import type { Proposal } from './queries.js';
import { words } from './words.js';

/** Characters, as the server takes them. */
const LONGEST_REASON = 500;

/** What keeps the edition from being approved, what should be looked at, and the way past it for those who may. */
export function PreflightPart({ proposal, preflight }: { proposal: Proposal; preflight: Preflight }) {
  const m = useWords(words);
  const may = useMay();
  const open = openFindings(preflight);
  const codes = codesToOverride(open);
  const warnings = preflight.findings.filter(({ level }) => level === 'warn');
  const newsletter = { id: proposal.newsletterId, familyId: proposal.familyId };
  return (
    <>
      {open.length > 0 && (
        <div className={styles.look} data-tone="bad" role="alert">
          <strong>{m.preflightBlocks(open.length)}</strong>
          <Findings findings={open} proposal={proposal} />
          {codes.length === 0 ? (
            <p>{m.preflightNever}</p>
          ) : may('override', newsletter) ? (
            <Override proposal={proposal} codes={codes} />
          ) : (
            <p>{m.preflightAsk}</p>
          )}
        </div>
      )}
      {warnings.length > 0 && (
        <details className={styles.look}>
          <summary>{m.preflightWarns(warnings.length)}</summary>
          <Findings findings={warnings} proposal={proposal} />
        </details>
      )}
    </>
  );
}

function Findings({ findings, proposal }: { findings: readonly Finding[]; proposal: Proposal }) {
  return (
    <ul>
      {findings.map(({ code, message, help, where }, position) => {
        const headline = proposal.blocks.find(({ dispatchId }) => dispatchId !== null && dispatchId === where.block)?.headline;
        return (
          <li key={`${code} ${String(position)}`}>
            {message}
            {headline !== undefined && (
              <>
                {' · '}
                <bdi lang={proposal.language}>{headline}</bdi>
              </>
            )}
            <br />
            <span className={styles.quiet}>{help}</span>
          </li>
        );
      })}
    </ul>
  );
} // prettier-ignore

/** A named person's reason, for this version of the proposal and for these findings. */
function Override({ proposal, codes }: { proposal: Proposal; codes: string[] }) {
  const m = useWords(words);
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const { editionId: id, version } = proposal;
  const overriding = useMutation({
    mutationFn: () =>
      dataOf(
        postApiV1EditionsByIdOverrides({
          path: { id },
          headers: { 'If-Match': `"${String(version)}"` },
          body: { codes, reason: reason.trim() },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: preflightQuery(id, version).queryKey }),
  });
  return (
    <form
      className={styles.body}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') overriding.mutate();
      }}
    >
      <TextInput
        label={m.overrideReason}
        description={m.overrideHint}
        value={reason}
        maxLength={LONGEST_REASON}
        onChange={({ currentTarget }) => {
          setReason(currentTarget.value);
        }}
      />
      {overriding.isError && <FailureLine error={overriding.error} />}
      <div className={styles.buttons}>
        <Button type="submit" variant="default" disabled={reason.trim() === ''} loading={overriding.isPending}>
          {m.override}
        </Button>
      </div>
    </form>
  );
}
