import { z } from 'zod';
import type { Translator } from '@app/platform';
import { readerErrorCode } from '../pages/reader-errors.js';
import { REFUSALS } from './sign-up-refusal.js';

/** Errors that a script meets beside those of the form itself. */
const OTHER_ERRORS = ['newsletter.unknown', 'request.too_large', 'request.too_many', 'request.invalid', 'internal'];

/**
 * Everything the form says, in the newsletter's language, so that embed.js itself knows no language. Where a word stands
 * in braces the script puts in what it knows: the domains, the address.
 */
export const embedWords = z.object({
  label: z.string(),
  help: z.string(),
  button: z.string(),
  privacy: z.string(),
  privacyLink: z.string(),
  newPage: z.string(),
  trap: z.string(),
  sending: z.string(),
  proving: z.string(),
  sentTitle: z.string(),
  sent: z.array(z.string()),
  suspected: z.string().describe('Holds {typed} and {suggested}, two domains.'),
  takeSuggestion: z.string().describe('Holds {address}.'),
  keepAddress: z.string().describe('Holds {address}.'),
  errors: z.record(z.string(), z.string()).describe('What to say to an error’s `code`; `internal` for any other.'),
});

export function wordsOf(translator: Pick<Translator, 't'>, newsletter: string): z.infer<typeof embedWords> {
  const t = (key: string, values?: Readonly<Record<string, string>>): string => translator.t(key, values);
  const codes = [...REFUSALS, ...OTHER_ERRORS];
  const address = '{address}';
  return {
    label: t('signup.address_label'),
    help: t('signup.address_help'),
    button: t('signup.button'),
    privacy: t('signup.privacy'),
    privacyLink: t('signup.privacy_link'),
    newPage: t('signup.new_page'),
    trap: t('signup.trap'),
    sending: t('signup.sending'),
    proving: t('signup.proving'),
    sentTitle: t('check.title'),
    sent: [t('check.sent', { newsletter }), t('check.next')],
    suspected: t('signup.suspected', { typed: '{typed}', suggested: '{suggested}' }),
    takeSuggestion: t('signup.take_suggestion', { address }),
    keepAddress: t('signup.keep_address', { address }),
    errors: Object.fromEntries(codes.map((code) => [code, t(`error.${readerErrorCode(code)}`)])),
  };
}
