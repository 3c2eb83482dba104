import { assertNever, type DeliveryState, type SkipCause } from '@app/platform';
import type { Edition } from '@app/editions';
import type { Standing } from '@app/subscribers';

/** One row of the ledger with everything it knows. No address. */
export interface StoryRow {
  readonly state: DeliveryState;
  readonly skipCause: SkipCause | null;
  /** This reader's own instant. */
  readonly dueAt: Date;
  /** Not tried again before. */
  readonly notBefore: Date | null;
  readonly attempts: number;
  /** Of edition_cut; 0 is everything. */
  readonly cut: number;
  readonly revision: number | null;
  readonly variantId: string | null;
  readonly transport: string | null;
  readonly provider: string | null;
  readonly submittingAt: Date | null;
  readonly settledAt: Date | null;
  /** The relay's last answer: code (RFC 5321), enhanced code (RFC 3463) and redacted words. */
  readonly smtpCode: number | null;
  readonly enhancedCode: string | null;
  readonly reply: string | null;
  readonly bouncedAt: Date | null;
  readonly complainedAt: Date | null;
  readonly clickedAt: Date | null;
  /** What decided an uncertain row. */
  readonly evidence: string | null;
}

/** A try that did not end with the relay's yes. */
export interface StoryAttempt {
  readonly attempt: number;
  readonly endedAt: Date;
  readonly transport: string | null;
  readonly provider: string | null;
  /** What became of the row. */
  readonly state: DeliveryState;
  readonly smtpCode: number | null;
  readonly enhancedCode: string | null;
  readonly reply: string | null;
}

/** A provider that is being spared. */
export interface StoryPace {
  readonly transport: string;
  readonly suspendedUntil: Date | null;
  readonly slowedUntil: Date | null;
  readonly reason: string | null;
}

/** Everything about one reader and one edition. */
export interface DeliveryStory {
  readonly edition: Pick<
    Edition,
    'id' | 'kind' | 'editionDate' | 'sequence' | 'state' | 'dueAt' | 'usefulUntil' | 'pausedAt' | 'audienceFrozenAt'
  >;
  /** Slug. */
  readonly newsletter: string;
  readonly subscriberId: string;
  /** As the message was sent, or would be; without angle brackets. A relay's log knows it. */
  readonly messageId: string;
  /** How the reader stands with the newsletter now; null: never asked for it. */
  readonly standing: Standing | null;
  /** null: not in the audience. */
  readonly row: StoryRow | null;
  /** Oldest first. */
  readonly attempts: readonly StoryAttempt[];
  /** Of the row's provider, where it is slowed or suspended now. */
  readonly pace: readonly StoryPace[];
  /** The database's clock. */
  readonly now: Date;
}

/** What became of this reader's copy, or is to become of it, in a sentence or two for whoever is asked on the telephone. Pure. */
export function explainDelivery(story: DeliveryStory): string {
  const { row } = story;
  if (row === null) return notIn(story);
  const about = tried(row);
  switch (row.state) {
    case 'planned':
    case 'claimed':
      return `not sent yet: ${whyWaiting(story, row)}`;
    case 'submitting':
      return `being sent just now, since ${time(row.submittingAt)}${about}`;
    case 'deferred':
      return `the relay said later${words(row)}; tried ${times(row.attempts)}, again after ${time(row.notBefore)}`;
    case 'submitted':
      return `the relay took it at ${time(row.settledAt)}${about}${words(row)}${after(row)}`;
    case 'rejected':
      return `refused for good at ${time(row.settledAt)}${about}${words(row)}`;
    case 'skipped':
      return `not mailed: ${row.skipCause === null ? 'no cause is on record' : SKIPPED[row.skipCause]}`;
    case 'uncertain':
      return `it may have been sent at ${time(row.submittingAt)}${about}, and nobody can know: ${row.reply ?? 'nothing was reported'}. It is not tried again by itself`;
    default:
      return assertNever(row.state);
  }
}

function notIn({ edition, standing }: DeliveryStory): string {
  if (edition.audienceFrozenAt === null) return 'nobody is in it yet: its audience is not frozen';
  if (standing === null) return 'not in its audience: never subscribed to this newsletter';
  return standing === 'eligible'
    ? 'not in its audience, though a reader now: came after their instant of that date, or got a sibling of this edition'
    : `not in its audience, and not mailed now either: ${standing}`;
}

function whyWaiting({ edition, pace, now }: DeliveryStory, row: StoryRow): string {
  if (edition.pausedAt !== null) return `the edition is paused since ${time(edition.pausedAt)}`;
  if (row.dueAt > now) return `due at ${time(row.dueAt)}`;
  const spared = pace.find(({ suspendedUntil, slowedUntil }) => suspendedUntil !== null || slowedUntil !== null);
  if (spared !== undefined) {
    const until = spared.suspendedUntil ?? spared.slowedUntil;
    return `${row.provider ?? 'the provider'} is ${spared.suspendedUntil === null ? 'slowed' : 'suspended'} over ${spared.transport} until ${time(until)}${spared.reason === null ? '' : ` (${spared.reason})`}`;
  }
  if (row.notBefore !== null && row.notBefore > now) return `its turn comes after ${time(row.notBefore)}`;
  return row.state === 'claimed' ? 'a worker holds it and sends it as soon as its turn comes' : 'it is due and waits for a worker';
} // prettier-ignore

const SKIPPED: Readonly<Record<SkipCause, string>> = {
  unsubscribed: 'they had left the newsletter',
  paused: 'they had paused the newsletter',
  suppressed: 'the address was suppressed',
  no_consent: 'no consent was on record',
  stale: 'it was old news before it could be sent',
  cancelled: 'the edition was cancelled or taken down',
  flash_cap: 'they had as many flashes that day as the newsletter allows',
  not_allowed: 'outside production only addresses on the allow-list are mailed',
  warm_up: 'the sending domain is being warmed up, and they were not in the day’s cohort',
};

function tried({ transport, provider, attempts }: StoryRow): string {
  return [
    transport === null ? '' : ` over ${transport}`,
    provider === null ? '' : ` to ${provider}`,
    attempts > 1 ? `, at try ${attempts}` : '',
  ].join('');
}

function words({ smtpCode, enhancedCode, reply }: StoryRow): string {
  if (reply !== null && reply !== '') return `: ${reply}`;
  const codes = [smtpCode, enhancedCode].filter((code) => code !== null).join(' ');
  return codes === '' ? '' : `: ${codes}`;
}

function after({ bouncedAt, complainedAt, clickedAt, evidence }: StoryRow): string {
  return [
    evidence === null ? '' : `; known by: ${evidence}`,
    bouncedAt === null ? '' : `; it bounced at ${time(bouncedAt)}`,
    complainedAt === null ? '' : `; they complained at ${time(complainedAt)}`,
    clickedAt === null ? '' : `; a link of it was first followed at ${time(clickedAt)}`,
  ].join('');
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** To the second, in UTC, as the log has it. */
function time(at: Date | null): string {
  return at === null ? 'an unknown time' : `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
