import type { PageShell } from './page-shell.js';

export const sharedLooks = ['light', 'dark', 'gmail', 'outlook'] as const;
export const sharedWidths = ['desktop', 'phone'] as const;
export const sharedParts = ['html', 'text'] as const;
export type SharedLook = (typeof sharedLooks)[number];

/** How a shared preview is looked at. */
export interface SharedView {
  readonly look: SharedLook;
  readonly width: (typeof sharedWidths)[number];
  readonly part: (typeof sharedParts)[number];
}

export interface SharedPreviewInput {
  readonly locale: string;
  readonly brandName: string | undefined;
  readonly subject: string;
  /** Already in the look that is asked for. */
  readonly html: string;
  readonly text: string;
  readonly expiresAt: Date;
  readonly view: SharedView;
}

/**
 * The policy a shared preview lives under, and with it the mail in its frame, which inherits it: a mail's own styles and
 * pictures, and nothing that runs, loads a frame from somewhere or sends anything.
 */
export const SHARED_PREVIEW_POLICY =
  "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' https: data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** `GET /preview/:token` */
export class PreviewPages {
  constructor(private readonly shell: PageShell) {}

  shared({ locale, brandName, subject, html, text, expiresAt, view }: SharedPreviewInput): string {
    const translator = this.shell.messages.translator(locale);
    const until = new Intl.DateTimeFormat(translator.locale, {
      ...{ day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit' },
      timeZone: 'UTC',
      timeZoneName: 'short',
      calendar: 'gregory',
    }).format(expiresAt);
    const choices = <Key extends keyof SharedView>(key: Key, values: readonly SharedView[Key][]) =>
      values.map((value) => ({
        href: hrefOf({ ...view, [key]: value }),
        label: translator.t(`shared_preview.${value}`),
        isShown: view[key] === value,
      }));
    const isText = view.part === 'text';
    return this.shell.page('shared-preview', translator, {
      title: translator.t('shared_preview.title'),
      brandName,
      isPrivate: true,
      subject,
      until: translator.t('shared_preview.until', { until }),
      groups: [
        choices('part', sharedParts),
        choices('width', sharedWidths),
        ...(isText ? [] : [choices('look', sharedLooks)]),
      ],
      width: view.width,
      html: isText ? null : html,
      text,
    });
  }
}

function hrefOf({ look, width, part }: SharedView): string {
  return `?look=${look}&width=${width}&part=${part}`;
}
