import type { EditionKind, EditionState, UnapprovedPolicy } from '@app/platform';

export interface Edition {
  readonly id: string;
  /** Short, for return paths and feedback. */
  readonly number: number;
  readonly newsletterId: string;
  readonly kind: EditionKind;
  readonly editionDate: string;
  readonly sequence: number;
  readonly state: EditionState;
  readonly dueAt: Date;
  readonly usefulUntil: Date;
  readonly cutOff: Date | null;
  readonly windowFrom: Date | null;
  readonly currentRevision: number | null;
  readonly reason: string | null;
  readonly pausedAt: Date | null;
  readonly lastDueAt: Date;
  readonly proposeAt: Date;
  readonly freezeAt: Date;
  readonly slot: string | null;
  /** Counts every change of the proposal. */
  readonly proposalVersion: number;
  /** The desk's; null: made from the first headlines. */
  readonly subject: string | null;
  readonly preheader: string | null;
  readonly releaseAt: Date | null;
  readonly unattended: UnapprovedPolicy | null;
  readonly audienceFrozenAt: Date | null;
  readonly createdBy: string | null;
  /** All its waves begin so many minutes before their readers' hour. */
  readonly startLeadMinutes: number;
}

export interface NewEdition {
  readonly newsletterId: string;
  readonly kind: EditionKind;
  readonly editionDate: string;
  readonly sequence: number;
  /** The first wave's instant. */
  readonly dueAt: Date;
  /** The last one's; left out: the same. */
  readonly lastDueAt?: Date;
  readonly usefulUntil: Date;
  /** Left out: assembled and frozen as soon as somebody looks. */
  readonly proposeAt?: Date;
  readonly freezeAt?: Date;
  /** The calendar's part of the day; left out: not by the calendar. */
  readonly slot?: string;
  readonly createdBy?: string | null;
  /** Left out: 0. */
  readonly startLeadMinutes?: number;
}

export interface EditionRow {
  id: string;
  number: number;
  newsletter_id: string;
  kind: EditionKind;
  edition_date: string;
  sequence: number;
  state: EditionState;
  due_at: Date;
  useful_until: Date;
  cut_off: Date | null;
  window_from: Date | null;
  current_revision: number | null;
  reason: string | null;
  paused_at: Date | null;
  last_due_at: Date;
  propose_at: Date;
  freeze_at: Date;
  slot: string | null;
  proposal_version: number;
  subject: string | null;
  preheader: string | null;
  release_at: Date | null;
  unattended: UnapprovedPolicy | null;
  audience_frozen_at: Date | null;
  created_by: string | null;
  start_lead_minutes: number;
}

export function toEdition(row: EditionRow): Edition {
  return {
    id: row.id,
    number: row.number,
    newsletterId: row.newsletter_id,
    kind: row.kind,
    editionDate: row.edition_date,
    sequence: row.sequence,
    state: row.state,
    dueAt: row.due_at,
    usefulUntil: row.useful_until,
    cutOff: row.cut_off,
    windowFrom: row.window_from,
    currentRevision: row.current_revision,
    reason: row.reason,
    pausedAt: row.paused_at,
    lastDueAt: row.last_due_at,
    proposeAt: row.propose_at,
    freezeAt: row.freeze_at,
    slot: row.slot,
    proposalVersion: row.proposal_version,
    subject: row.subject,
    preheader: row.preheader,
    releaseAt: row.release_at,
    unattended: row.unattended,
    audienceFrozenAt: row.audience_frozen_at,
    createdBy: row.created_by,
    startLeadMinutes: row.start_lead_minutes,
  };
}
