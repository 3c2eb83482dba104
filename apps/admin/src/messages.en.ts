/** English words of the application. The French catalogue has the same keys, which the compiler proves. */

const number = new Intl.NumberFormat('en-GB');

function count(n: number, one: string, other: string): string {
  return `${number.format(n)} ${n === 1 ? one : other}`;
}

export const en = {
  skip: 'Skip to the preview',
  menu: 'Menu',
  closeMenu: 'Close the menu',
  nextEditions: 'Next editions',
  templates: 'Templates',
  language: 'Language',
  scheme: 'Appearance',
  schemeAuto: 'As the system',
  schemeLight: 'Light',
  schemeDark: 'Dark',
  signOut: 'Sign out',
  signOutFailed: 'You are still signed in: the server did not answer. Try again.',
  role: (role: string) => role,

  signedOutTitle: 'Ask for a sign-in link',
  signedOutBody: 'Colporteur has no password to remember. Whoever runs it makes you a link that works once:',
  signedOutNote:
    'Open the link in this browser. A session that was not used for two hours ends, so you may simply need a new link.',
  signedOutRetry: 'I have signed in',

  due: 'Due',
  noNextEdition: 'No edition is due: its calendar has no day.',
  readers: (n: number) => count(n, 'reader', 'readers'),
  approvalAutomatic: 'Approved by policy',
  approvalDesk: 'Waits for the desk',
  contentFreezes: (when: string) => `Content freezes at ${when}`,
  latestEdition: (date: string, state: string) => `Last edition ${date}: ${state}`,
  noLatestEdition: 'No edition yet',
  states: {
    claimed: 'being assembled',
    proposed: 'proposed',
    held: 'held for a human',
    frozen: 'frozen',
    sending: 'sending',
    sent: 'sent',
    empty: 'empty, nothing left',
    cancelled: 'cancelled',
  } as Record<string, string>,
  kinds: { digest: 'Digest', flash: 'Flash', letter: 'Letter', correction: 'Correction' } as Record<string, string>,

  version: (n: number) => `version ${number.format(n)}`,
  changed: (when: string) => `changed ${when}`,
  usedBy: (n: number) => (n === 0 ? 'used by no newsletter' : `used by ${count(n, 'newsletter', 'newsletters')}`),
  shownWith: 'Filled with the dispatches of',
  unusedTemplate: 'No newsletter uses this template, so nothing leaves with it yet.',
  ownTemplate: 'uses it',

  asItWouldLeave: 'As it would leave now, from the stored dispatches',
  assembledAt: (time: string) => `Assembled at ${time}`,
  assembleAgain: 'Assemble again',
  inbox: 'In the reader’s inbox',
  subject: 'Subject',
  preheader: 'Preheader',
  size: 'Size of the HTML',
  sizeOf: (kilobytes: string) => `${kilobytes} of 100 KB`,
  sizeGood: 'Gmail shows it whole.',
  sizeNear: 'Close to the limit: above 100 KB Gmail cuts the end off.',
  sizeOver: 'Too large to leave: Gmail would cut the end off, and the unsubscribe link with it.',
  dispatches: (n: number) => count(n, 'dispatch', 'dispatches'),
  window: (from: string, to: string) => `received ${from} to ${to}`,
  sections: 'By section',
  noDispatchTitle: 'Nothing would leave',
  noDispatchBody: (from: string, to: string) =>
    `No stored dispatch falls between ${from} and ${to}. Add one, then assemble again:`,
  warningsTitle: (n: number) => (n === 1 ? 'One thing to look at' : `${number.format(n)} things to look at`),

  parts: { html: 'HTML', text: 'Plain text', source: 'Source', headers: 'Headers' },
  partsLabel: 'Part of the message',
  widthLabel: 'Width',
  widths: { phone: 'Phone', desktop: 'Desktop' },
  frameTitle: (subject: string) => `Preview: ${subject}`,
  linksInert:
    'Links in the preview lead nowhere; rest on one to see its address. It is light or dark as your system is.',
  headerName: 'Header',
  headerValue: 'Value',

  noNewslettersTitle: 'No newsletter yet',
  noNewslettersBody:
    'A newsletter is a publication with its own calendar, template and readers. The try-it mode sets up three to look at:',
  noTemplatesTitle: 'No template yet',
  noTemplatesBody:
    'A template is the MJML and Liquid source that turns an edition into a message. The try-it mode brings one:',
  lookAgain: 'Look again',

  retry: 'Try again',
  toList: 'Back to the list',
  failureUnreachable: 'The server does not answer',
  failureUnreachableHint: 'Check that Colporteur is running and that you are on its network, then try again.',
  failureForbidden: 'Your role does not allow this',
  failureForbiddenHint: 'Ask an administrator of this Colporteur for the right to view it.',
  failureMissing: 'This is not here, or not any more',
  failureMissingHint: 'It may have been removed, or the link may be cut off. The list shows what exists.',
  failureRefused: 'It could not be assembled',
  failureRefusedHint: 'Correct what the message below names, then try again.',
  failureBroken: 'The server failed',
  failureBrokenHint: 'Try again. If it stays, look for this code in the server’s log.',
  failureCode: 'Code',
};

type Like<T> = {
  [K in keyof T]: T[K] extends (...values: infer A) => string
    ? (...values: A) => string
    : T[K] extends string
      ? string
      : { [J in keyof T[K]]: string };
};

export type Messages = Like<typeof en>;
