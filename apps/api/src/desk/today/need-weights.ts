import type { Need } from './today-answers.js';

/**
 * How long each kind of need may wait. `now`: readers get nothing, too little or something wrong within the hour unless
 * somebody comes. `soon`: something is lost by tomorrow. `look`: it happened, and whoever is responsible should know. A
 * code that is missing here counts as `soon`.
 */
export const needWeights: Readonly<Record<string, Need['weight']>> = {
  // Nothing at all leaves.
  'installation.disarmed': 'now',
  'transport.failing': 'now',
  // The edition does not leave unless a person acts.
  'edition.unapproved': 'now',
  'edition.slow_day': 'now',
  'edition.assemble_failed': 'now',
  'edition.freeze_failed': 'now',
  'edition.revise_failed': 'now',
  'edition.killed': 'now',
  'edition.preflight_blocked': 'now',
  'edition.approval_due': 'now',
  'edition.approval_wanted': 'now',
  'edition.behind_target': 'now',
  // Some mailboxes are late; it goes on by itself.
  'pace.suspended': 'soon',
  'pace.slowed': 'soon',
  'delivery.uncertain': 'soon',
  'source.gone': 'soon',
  'source.paused': 'soon',
  'source.silent': 'soon',
  'takedown.under_way': 'soon',
  'inactivity.proposed': 'soon',
  'import.unfinished': 'soon',
  'journal.behind': 'soon',
  'template.notice_failed': 'soon',
  // Told afterwards.
  'edition.unattended_sent': 'look',
  'edition.unattended_short': 'look',
  'edition.stale': 'look',
  'source.moved_onto_another': 'look',
  'pace.bulk_sender': 'look',
};
