import { MAY_HAVE_BEEN_SENT } from '../arming/unknown-rows.repository.js';

/** What the sweeper writes where a lease ran out. */
export const NO_REPORT = 'the worker gave no report of this dialogue';

/** How a row came to be uncertain. */
export type UncertainCause = 'no_report' | 'no_answer' | 'restored';

const SENTENCES: Readonly<Record<UncertainCause, string>> = {
  no_report:
    'The worker marked it, and died or lost the database before it could report. The relay may have taken it: look for its Message-ID in the relay’s log.',
  no_answer:
    'The message was given to the relay to its last byte, and no answer came. The relay may have taken it: look for its Message-ID in the relay’s log.',
  restored:
    'It was due in hours that this database knows nothing of, because it was restored from an older backup. Whether it was sent stands in the relay’s log of those hours.',
};

/** Pure. */
export function uncertainCause(reply: string | null): UncertainCause {
  if (reply === MAY_HAVE_BEEN_SENT) return 'restored';
  return reply === NO_REPORT ? 'no_report' : 'no_answer';
}

/** One sentence for the operator who has to decide. Pure. */
export function explainUncertain(cause: UncertainCause): string {
  return SENTENCES[cause];
}
