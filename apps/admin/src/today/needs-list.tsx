import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Need, TodayNewsletter } from '../api/today.js';
import { todayQuery } from '../api/today.js';
import { useAnnounce } from '../elements/announcer.js';
import { FailureLine } from '../elements/failure.js';
import { Relative } from '../elements/moment.js';
import { Status } from '../elements/status.js';
import type { Tone } from '../elements/status.js';
import { useMay } from '../frame/use-may.js';
import { useLocale } from '../language/locale.js';
import { formatEditionDate } from '../language/moments.js';
import { useWords } from '../language/words.js';
import { settle } from './queries.js';
import styles from './today.module.css';
import { words, type M } from './words.js';

const tones: Readonly<Record<Need['weight'], Tone>> = { now: 'bad', soon: 'warn', look: 'quiet' };

/** In the operator's words; a code that this version does not know is shown as it came. */
function sentence({ code, facts, object }: Need, m: M): string {
  const known: Readonly<Record<string, (facts: Need['facts']) => string>> = m.needs;
  return (Object.hasOwn(known, code) ? known[code]?.(facts) : undefined) ?? `${code} (${object.kind} ${object.id})`;
}

function NeedRow({ need, newsletter }: { need: Need; newsletter: TodayNewsletter | undefined }) {
  const m = useWords(words);
  const { locale } = useLocale();
  const may = useMay();
  const client = useQueryClient();
  const announce = useAnnounce();
  const settling = useMutation({
    mutationFn: async () => {
      if (need.settle !== null && need.alarmId !== null) await settle(need.settle, need.alarmId);
    },
    onSuccess: () => {
      announce(m.settled);
      void client.invalidateQueries({ queryKey: todayQuery.queryKey });
    },
  });
  const what = sentence(need, m);
  const maySettle = need.settle !== null && may('edit', need.settle === 'desk_alarm' ? newsletter : undefined);
  const about = newsletter?.name ?? need.object.name;
  return (
    <li className={styles.need} data-weight={need.weight}>
      <Status tone={tones[need.weight]}>{m.weights[need.weight]}</Status>
      <div className={styles.what}>
        <p>
          {about !== null && (
            <>
              <bdi lang={newsletter?.language}>{about}</bdi>
              {need.editionDate !== null && <span className={styles.quiet}> {formatEditionDate(need.editionDate, locale)}</span>}
              {' – '}
            </>
          )}
          <span dir="auto">{what}</span>
        </p>
        <span className={styles.quiet}>
          <Relative at={need.since} zone={newsletter?.timeZone} />
        </span>
        {settling.isError && <FailureLine error={settling.error} />}
      </div>
      <div className={styles.steer}>
        <Button component={Link} to={need.path} size="xs" variant="default">
          {m.go}
        </Button>
        {maySettle && (
          <Button size="xs" variant="subtle" aria-label={m.settleFor(what)} loading={settling.isPending} onClick={() => { settling.mutate(); }}>
            {m.settle}
          </Button>
        )}
      </div>
    </li>
  );
} // prettier-ignore

/** What waits for a person, the most pressing first. */
export function NeedsList({ needs, newsletters }: { needs: readonly Need[]; newsletters: readonly TodayNewsletter[] }) {
  const of = new Map(newsletters.map((newsletter) => [newsletter.id, newsletter]));
  return (
    <ul className={styles.rows}>
      {needs.map((need) => (
        <NeedRow key={need.alarmId ?? need.id} need={need} newsletter={of.get(need.newsletterId ?? '')} />
      ))}
    </ul>
  );
}
