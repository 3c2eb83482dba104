import type { MessageToCheck, PreflightFinding } from '@app/mail';
import type { SampleParts } from '../sample-message.service.js';

/** A template looked at: what a preview says and what preflight reads. */
export interface LookedAt extends SampleParts {
  readonly subject: string;
  readonly preheader: string;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly blocks: number;
  readonly isCut: boolean;
  /** Masked address. */
  readonly reader: string | null;
  /** Scripts and event handlers that were taken out. */
  readonly removed: readonly string[];
  readonly toCheck: MessageToCheck;
  /** With the line of the source, where what a finding is about stands there. */
  readonly placed: (finding: PreflightFinding) => PreflightFinding;
  /** Ids of the dispatches and pictures in it. */
  readonly holds: readonly string[];
}
