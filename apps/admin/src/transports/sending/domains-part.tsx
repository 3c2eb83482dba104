import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CopyField } from '../../elements/copy-field.js';
import { Failure, FailureLine } from '../../elements/failure.js';
import { Section } from '../../elements/page.js';
import { ListSkeleton } from '../../elements/skeletons.js';
import { Status, type Tone } from '../../elements/status.js';
import { useLocale } from '../../language/locale.js';
import { formatList } from '../../language/numbers.js';
import { useWords } from '../../language/words.js';
import { DkimPart } from './dkim-part.js';
import { checkSenderDomain, senderDomainsQuery, type Finding } from './queries.js';
import styles from './sending.module.css';
import { words } from './words.js';

const tones: Readonly<Record<Finding['verdict'], Tone>> = {
  ok: 'good',
  note: 'quiet',
  warning: 'warn',
  failure: 'bad',
  unknown: 'quiet',
};
const doctor = 'npm run colporteur -- doctor';

/** What receivers look up of each domain mail is sent from, and the keys that sign for it. */
export function DomainsPart() {
  const m = useWords(words);
  const query = useQuery(senderDomainsQuery);
  return (
    <div className={styles.part}>
      <Section title={m.domains}>
        <p className={styles.lead}>{m.domainsLead}</p>
        {query.isError ? (
          <Failure error={query.error} onRetry={() => void query.refetch()} retrying={query.isFetching} />
        ) : query.data === undefined ? (
          <ListSkeleton />
        ) : query.data.length === 0 ? (
          <p className={styles.quiet}>{m.noDomains}</p>
        ) : (
          query.data.map((one) => <SenderDomain key={one.domain} {...one} />)
        )}
        <p className={styles.lead}>{m.alsoDoctor}</p>
        <CopyField label={m.doctor} text={doctor} />
      </Section>
      <DkimPart />
    </div>
  );
}

function SenderDomain({ domain, newsletters }: { domain: string; newsletters: readonly string[] }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const checking = useMutation({ mutationFn: () => checkSenderDomain(domain) });
  return (
    <div className={styles.entry}>
      <h3>{domain}</h3>
      <p className={styles.quiet}>{m.newsletters(formatList(newsletters, locale))}</p>
      <div>
        <Button
          variant="default"
          size="xs"
          loading={checking.isPending}
          aria-label={`${m.check}: ${domain}`}
          onClick={() => {
            checking.mutate();
          }}
        >
          {m.check}
        </Button>
      </div>
      <div role="status">
        {checking.isPending && m.checking}
        {checking.isSuccess && <Findings findings={checking.data} />}
      </div>
      {checking.isError && <FailureLine error={checking.error} />}
    </div>
  );
}

/** The server's findings, each with the record that would mend it. */
function Findings({ findings }: { findings: readonly Finding[] }) {
  const m = useWords(words);
  return (
    <ul className={styles.findings}>
      {findings.map(({ verdict, code, says, remedy, publish }, at) => (
        <li key={`${code} ${String(at)}`}>
          <Status tone={tones[verdict]}>{m.verdicts[verdict]}</Status>
          <p dir="auto">
            {says} {remedy}
          </p>
          {publish !== null && <CopyField label={m.publish(publish.type, publish.name)} text={publish.value} />}
        </li>
      ))}
    </ul>
  );
}
