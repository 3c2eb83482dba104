import type { LeaveReason } from '@app/platform';
import type { NewsletterInput, TokenInput } from './page-input.js';
import type { PageShell } from './page-shell.js';
import { newsletterPath } from './page-views.js';

/** In the order in which the page asks. */
export const LEAVE_REASONS = [
  'too_often',
  'not_interesting',
  'not_asked',
  'not_readable',
  'other',
] as const satisfies readonly LeaveReason[];

export interface LeaveInput extends TokenInput {
  /** The reader receives other newsletters, which a box on the page can end too. */
  readonly hasOthers: boolean;
}

export interface GoodbyeInput extends LeaveInput {
  /** Takes the leaving back; null: it cannot be. */
  readonly undoToken: string | null;
  /** All newsletters were left. */
  readonly isAll?: boolean;
  /** A reason was just given. */
  readonly isThanked?: boolean;
}

/** Leaving and what comes after it. */
export class LeavingPages {
  constructor(private readonly shell: PageShell) {}

  /** `GET /unsubscribe/:token`: one button, no question why. */
  ask({ newsletter, token, brandName, hasOthers }: LeaveInput): string {
    const translator = this.shell.messages.translator(newsletter.language);
    return this.shell.page('leave', translator, {
      title: translator.t('unsubscribe.title', { newsletter: newsletter.name }),
      brandName,
      isPrivate: true,
      hasOthers,
      action: `/unsubscribe/${encodeURIComponent(token)}`,
    });
  }

  /** After `POST /unsubscribe/:token` from the page, and after a reason was given. */
  goodbye(input: GoodbyeInput): string {
    const { newsletter, isAll = false, isThanked = false } = input;
    const translator = this.shell.messages.translator(newsletter.language);
    const text = isAll
      ? translator.t('goodbye.text_all')
      : translator.t('goodbye.text', { newsletter: newsletter.name });
    return this.ended(input, {
      title: translator.t('goodbye.title'),
      text,
      stamp: 'done',
      late: translator.t('goodbye.late'),
      thanks: isThanked,
      reasons: LEAVE_REASONS.map((value) => ({ value, name: translator.t(`goodbye.reason.${value}`) })),
    });
  }

  /** The unsubscribe link of a subscription that has ended. */
  alreadyLeft(input: GoodbyeInput): string {
    const { newsletter } = input;
    const translator = this.shell.messages.translator(newsletter.language);
    const text = translator.t('left.text', { newsletter: newsletter.name });
    return this.ended(input, {
      title: translator.t('left.title'),
      text,
      stamp: null,
      late: null,
      thanks: false,
      reasons: [],
    });
  }

  /** After `POST /return/:token`. */
  back({ newsletter, brandName }: NewsletterInput): string {
    const translator = this.shell.messages.translator(newsletter.language);
    return this.shell.notice(translator, {
      title: translator.t('back.title'),
      heading: translator.t('back.title'),
      brandName,
      isPrivate: true,
      stamp: 'done',
      paragraphs: [translator.t('back.text', { newsletter: newsletter.name })],
      small: [translator.t('confirmed.leave')],
    });
  }

  private ended(
    { newsletter, brandName, token, undoToken }: GoodbyeInput,
    view: Readonly<Record<string, unknown>> & { readonly title: string },
  ): string {
    const translator = this.shell.messages.translator(newsletter.language);
    return this.shell.page('goodbye', translator, {
      ...view,
      brandName,
      isPrivate: true,
      undo: undoToken === null ? null : `/return/${encodeURIComponent(undoToken)}`,
      reasonAction: `/unsubscribe/${encodeURIComponent(token)}/reason`,
      link: newsletterPath(newsletter),
    });
  }
}
