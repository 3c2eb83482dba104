import type { Change, Settings } from './queries.js';

/** The part of the screen a setting stands in. */
export type Group = 'sender' | 'look' | 'content' | 'choices' | 'approval' | 'sending' | 'public';

type Named = keyof Settings;

export type Field =
  | { name: Named; kind: 'text'; isNullable?: boolean; longest: number }
  | { name: Named; kind: 'number'; isNullable?: boolean; least: number; most: number }
  | { name: Named; kind: 'choice'; options: readonly string[] }
  | { name: Named; kind: 'switch' }
  | { name: Named; kind: 'colour' }
  | { name: Named; kind: 'lines' };

/** Bounds are the server's own, so that a field stops where saving would. */
export const fields: Readonly<Record<Group, readonly Field[]>> = {
  sender: [
    { name: 'name', kind: 'text', longest: 80 },
    { name: 'promise', kind: 'text', longest: 240 },
    { name: 'senderName', kind: 'text', longest: 80 },
    { name: 'senderAddress', kind: 'text', longest: 254 },
    { name: 'replyTo', kind: 'text', isNullable: true, longest: 254 },
    { name: 'contactAddress', kind: 'text', isNullable: true, longest: 254 },
  ],
  look: [{ name: 'accent', kind: 'colour' }],
  choices: [{ name: 'cutMin', kind: 'number', least: 1, most: 40 }],
  content: [
    { name: 'maxDispatches', kind: 'number', least: 1, most: 40 },
    { name: 'shortDispatches', kind: 'number', least: 1, most: 40 },
    { name: 'windowHours', kind: 'number', least: 1, most: 336 },
    { name: 'slowDayMin', kind: 'number', least: 1, most: 40 },
    { name: 'slowDay', kind: 'choice', options: ['send', 'skip', 'hold'] },
    { name: 'toldDays', kind: 'number', least: 0, most: 14 },
    { name: 'flashPerDay', kind: 'number', least: 0, most: 24 },
  ],
  approval: [
    { name: 'approval', kind: 'choice', options: ['automatic', 'desk'] },
    { name: 'approvalsNeeded', kind: 'number', least: 1, most: 2 },
    { name: 'approvalDelayMinutes', kind: 'number', least: 0, most: 240 },
    { name: 'unapproved', kind: 'choice', options: ['send', 'send_short', 'hold'] },
    { name: 'proposalLeadMinutes', kind: 'number', least: 0, most: 1440 },
    { name: 'freezeLeadMinutes', kind: 'number', least: 1, most: 1440 },
    { name: 'seedLeadMinutes', kind: 'number', isNullable: true, least: 1, most: 240 },
  ],
  sending: [
    { name: 'usefulHours', kind: 'number', least: 1, most: 24 },
    { name: 'targetPercent', kind: 'number', least: 1, most: 100 },
    { name: 'targetMinutes', kind: 'number', isNullable: true, least: 0, most: 240 },
    { name: 'uncertainPolicy', kind: 'choice', options: ['hold', 'resend', 'leave'] },
  ],
  public: [
    { name: 'isPublic', kind: 'switch' },
    { name: 'archive', kind: 'choice', options: ['public', 'none'] },
    { name: 'allowedOrigins', kind: 'lines' },
    { name: 'inactivityMonths', kind: 'number', isNullable: true, least: 6, most: 120 },
  ],
};

/** What of a draft is different from what is stored: all that is sent, so that a colleague's other fields stay theirs. */
export function changesIn(stored: Settings, draft: Settings): Change {
  const changed = Object.entries(draft).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(stored, name)),
  );
  return Object.fromEntries(changed);
}
