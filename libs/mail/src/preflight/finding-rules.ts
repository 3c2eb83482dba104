/**
 * What preflight can say, as data: how bad it is, who demands it, whether a person may let it pass, and what happens when
 * nobody is there to judge. The words are in `finding-words.ts`; `finding-page.spec.ts` writes both into docs/preflight.md.
 */

export const findingLevels = ['block', 'warn'] as const;
export type FindingLevel = (typeof findingLevels)[number];

export interface FindingRule {
  readonly level: FindingLevel;
  /** A standard with its section, or a title with an address. */
  readonly source: string;
  /** Of blocks. `false`: neither a person nor the deadline lets it pass. */
  readonly mayOverride?: boolean;
  /**
   * Of blocks that may be overridden. `true`: readers would get something broken, so an edition nobody looked at is held.
   * Without it the mail arrives and does its work, and only a person can say whether it is worth a morning without one.
   */
  readonly holdsUnattended?: boolean;
}

const STANDARDS_HTML = 'STANDARDS, “HTML that mail clients show”';
const WCAG_CONTRAST = 'WCAG 2.2 §1.4.3 https://www.w3.org/TR/WCAG22/#contrast-minimum';
const WCAG_ALT = 'WCAG 2.2 §1.1.1 https://www.w3.org/TR/WCAG22/#non-text-content';
const GMAIL_CLIPS = 'STANDARDS P6; Gmail clips a message of more than about 102 KB';
const CNIL = 'STANDARDS S6; CNIL, deliberation 2026-042';
const HTML_STANDARD = 'HTML Living Standard §13.2.2 https://html.spec.whatwg.org/multipage/parsing.html#parse-errors';

const rule = (level: FindingLevel, source: string): FindingRule => ({ level, source });
/** Broken for every reader: held where nobody looks. */
const broken = (source: string): FindingRule => ({ level: 'block', source, mayOverride: true, holdsUnattended: true });
const judged = (source: string): FindingRule => ({ level: 'block', source, mayOverride: true });
/** Freezing itself refuses it, so that nobody's word could let it pass. */
const refused = (source: string, holdsUnattended: boolean): FindingRule => ({
  level: 'block',
  source,
  mayOverride: false,
  holdsUnattended,
});
const never = (source: string): FindingRule => ({ level: 'block', source, mayOverride: false, holdsUnattended: true });

export const findingRules = {
  size_warning: rule('warn', GMAIL_CLIPS),
  size_exceeded: refused(GMAIL_CLIPS, true),
  too_much_to_check: never(
    'Limits of preflight; a mail of 100 KB, which is the most that may leave, is far below them',
  ),
  html_missing: broken('STANDARDS H8'),
  // Freezing is tried again: a template that is mended in time costs nobody an edition.
  template_invalid: refused('MJML and Liquid; the template cannot be rendered', false),

  link_missing: judged(STANDARDS_HTML),
  link_placeholder: judged(STANDARDS_HTML),
  link_relative: judged('RFC 3986 §4.2; a mail has no address of its own'),
  link_anchor_missing: rule('warn', 'HTML Living Standard §7.4.6.3'),
  link_nested: rule('warn', 'HTML Living Standard §4.5.1: no link within a link'),
  link_sample: rule('warn', 'RFC 2606 §3: names that are nobody’s'),
  link_shortened: rule(
    'warn',
    'Spamhaus, “Spammer abuse of free URL shorteners”; a shortener’s address hides where it leads',
  ),
  link_empty: rule('warn', 'WCAG 2.2 §2.4.4 https://www.w3.org/TR/WCAG22/#link-purpose-in-context'),
  link_dead: judged('RFC 9110 §15.5.5, §15.5.11'),
  link_unreachable: rule('warn', 'RFC 9110 §15; could not be looked at'),

  address_unsafe: broken('STANDARDS, “HTML that mail clients show”; RFC 3986 §7'),
  address_insecure: rule('warn', 'RFC 9110 §4.2.2; only https is protected on its way'),
  address_credentials: broken('RFC 3986 §3.2.1; RFC 9110 §4.2.4'),
  address_lookalike: judged('Unicode UTS #39 §5 https://www.unicode.org/reports/tr39/'),
  address_disguised: judged('APWG; a link whose words name another host is how phishing looks'),
  address_private: judged('RFC 1918, RFC 6761, RFC 6762, RFC 4193: names and numbers of one network alone'),
  address_numeric: rule('warn', 'Apache SpamAssassin, rule NUMERIC_HTTP_ADDR'),
  address_invalid: judged('RFC 3986 §3; WHATWG URL Standard'),

  alt_missing: judged(WCAG_ALT),
  alt_empty_linked: judged(WCAG_ALT),
  alt_filename: rule('warn', WCAG_ALT),
  picture_source_missing: judged(STANDARDS_HTML),
  picture_data: broken('STANDARDS, “HTML that mail clients show”; Gmail drops pictures written into the mail'),
  picture_insecure: judged(STANDARDS_HTML),
  picture_size_missing: rule('warn', STANDARDS_HTML),
  picture_third_party: rule(
    'warn',
    `${CNIL}; whoever serves a picture sees the address of everybody who opens the mail`,
  ),
  picture_pixel: rule('warn', `${CNIL}; nothing can be seen of it, and it is fetched all the same`),
  picture_per_reader: broken(CNIL),

  contrast_light: judged(WCAG_CONTRAST),
  contrast_dark: judged(WCAG_CONTRAST),
  contrast_dark_canvas: rule('warn', WCAG_CONTRAST),
  contrast_unknown: rule('warn', `${WCAG_CONTRAST}; CSS Color 4 §6.2, CSS Color 5`),
  contrast_picture: rule('warn', `${WCAG_CONTRAST}; most programs first show no pictures`),
  contrast_forced_gmail: rule('warn', WCAG_CONTRAST),
  contrast_forced_outlook: rule('warn', WCAG_CONTRAST),
  text_small: rule('warn', STANDARDS_HTML),

  untranslated: broken('Liquid, MJML: a place that nothing was put into'),
  value_missing: broken('ECMAScript §6.1, §20.1.3.6, §21.4.4.41: the name of a missing value, printed'),
  program_word: rule('warn', 'ECMAScript §6.1; a name out of a program where it may be a word'),
  placeholder_text: rule('warn', 'STANDARDS S9'),

  unsubscribe_html: never('STANDARDS S5, S9; Directive 2002/58/EC Art. 13; CPCE L34-5'),
  unsubscribe_text: never('STANDARDS H8, S5; Directive 2002/58/EC Art. 13'),
  unsubscribe_header: never('RFC 8058 §3.1 https://www.rfc-editor.org/rfc/rfc8058#section-3.1'),
  unsubscribe_one_click: never('RFC 8058 §3.1 https://www.rfc-editor.org/rfc/rfc8058#section-3.1'),
  unsubscribe_unsigned: judged('RFC 8058 §4'),
  unsubscribe_names_reader: judged('STANDARDS H2'),
  sender_missing: judged('STANDARDS S9; Directive 2000/31/EC Art. 6'),
  sender_unnamed: rule('warn', 'STANDARDS S9'),
  contact_missing: judged('STANDARDS S9; Directive 2002/58/EC Art. 13 §4'),

  text_missing: broken('STANDARDS H8; RFC 2046 §5.1.4'),
  text_too_short: rule('warn', 'STANDARDS H8'),
  text_link_missing: rule('warn', 'STANDARDS H8'),
  text_markup: rule('warn', 'STANDARDS H8'),
  text_differs: judged('STANDARDS H8; RFC 2046 §5.1.4'),

  subject_empty: broken('RFC 5322 §3.6.5; STANDARDS S9'),
  subject_long: rule('warn', 'Outlook and Gmail show about 70 characters of a subject, phones about 40'),
  subject_too_long: judged('MS-OXCMSG §2.2.1.46: Exchange keeps 255 characters of a subject'),
  subject_capitals: rule('warn', 'Apache SpamAssassin, rule SUBJ_ALL_CAPS'),
  subject_repeated: rule('warn', 'STANDARDS S9; mail programs thread messages of one subject'),
  subject_unsafe: broken('STANDARDS H7; RFC 5322 §2.2'),
  subject_invisible: rule('warn', 'STANDARDS H7; Apache SpamAssassin, rules for hidden characters in a subject'),
  subject_wordless: rule('warn', 'STANDARDS S9; a screen reader reads emoji by their names'),
  subject_reply: rule('warn', 'STANDARDS S9; RFC 5322 §3.6.5'),
  preheader_missing: rule('warn', 'Gmail, Apple Mail and Outlook show the first words of a mail beside its subject'),
  preheader_repeated: rule('warn', 'Gmail, Apple Mail and Outlook show the first words of a mail beside its subject'),

  element_forbidden: broken(STANDARDS_HTML),
  html_unclosed: rule('warn', HTML_STANDARD),
  html_stray_end: rule('warn', HTML_STANDARD),
  table_broken: rule('warn', 'HTML Living Standard §4.9: rows stand in tables, cells in rows'),
  attribute_repeated: rule('warn', 'HTML Living Standard §13.1.2.3: the second of a name does not count'),
  id_repeated: rule('warn', 'HTML Living Standard §3.2.6'),
  lang_missing: rule('warn', STANDARDS_HTML),
  dir_missing: rule('warn', STANDARDS_HTML),
  dir_wrong: judged(STANDARDS_HTML),
  title_missing: rule('warn', STANDARDS_HTML),
  table_role_missing: rule('warn', STANDARDS_HTML),
  colour_scheme_missing: rule('warn', STANDARDS_HTML),
  client_support: rule('warn', 'caniemail https://www.caniemail.com'),

  header_missing: broken('STANDARDS H4; RFC 5322 §3.6'),
  header_repeated: broken('STANDARDS H3, H4; RFC 5322 §3.6; RFC 2369 §3'),
  header_bcc: broken('RFC 5322 §3.6.3; RFC 5321 §7.2'),
  head_too_large: broken('Postfix, header_size_limit; others refuse a longer head'),
  recipients_shown: broken('STANDARDS H4; GDPR Art. 5 (1) (f)'),
  sender_unsafe: judged('Unicode UAX #9 §2; STANDARDS H7; a name that reads as another'),
  sender_several: broken('RFC 5322 §3.6.2'),
  from_several: rule('warn', 'RFC 5322 §3.6.2; RFC 7489 §6.6.1'),
  sender_disguised: judged('STANDARDS S9; APWG: a name that is another address is how phishing looks'),
  date_future: rule('warn', 'RFC 5322 §3.6.1; Apache SpamAssassin, rules DATE_IN_FUTURE'),
  date_past: rule('warn', 'RFC 5322 §3.6.1; Apache SpamAssassin, rules DATE_IN_PAST'),
  date_weekday: rule('warn', 'RFC 5322 §3.3'),
  message_id_foreign: rule('warn', 'STANDARDS H4; RFC 5322 §3.6.4'),
  return_path_written: rule('warn', 'RFC 5321 §4.4'),
  receipt_asked: judged('RFC 8098 §2.1, §6.2; STANDARDS S6'),
  header_malformed: broken('RFC 5322 §2.2, §3.4, §3.6.4'),
  header_not_ascii: broken('RFC 5322 §2.2; RFC 2047; STANDARDS H9'),
  header_list: rule('warn', 'STANDARDS H3; RFC 2919 §2'),
  header_automated: rule('warn', 'STANDARDS H5; RFC 3834 §5'),
  header_feedback_id: judged('STANDARDS P7'),
  header_free_mail: judged('STANDARDS P2'),
  encoded_word: broken('STANDARDS H6; RFC 2047 §2'),
  line_too_long: broken('STANDARDS H6; RFC 5322 §2.1.1; RFC 2045 §6.7'),
  header_line_long: rule('warn', 'RFC 5322 §2.1.1'),
  encoded_line_long: rule('warn', 'STANDARDS H6; RFC 2045 §6.7, §6.8'),
  line_end_bare: broken('STANDARDS H6; RFC 5321 §2.3.8'),
  line_end_file: rule('warn', 'RFC 5321 §2.3.8'),
  message_large: rule('warn', 'Apache SpamAssassin, spamc: larger messages are not looked at'),
  octet_unsafe: broken('RFC 5322 §2.2; RFC 2045 §2.7'),
  mime_structure: broken('STANDARDS H8; RFC 2046 §5.1.4'),
  mime_boundary: broken('RFC 2046 §5.1.1'),
  mime_after_end: rule('warn', 'RFC 2046 §5.1.1'),
  mime_alone: rule('warn', 'STANDARDS H8; RFC 2046 §5.1.4'),
  meta_charset: rule(
    'warn',
    'HTML Living Standard §4.2.5.4; the part’s own character set counts, until the mail is saved or passed on',
  ),
  mime_encoding: broken('STANDARDS H6; RFC 2045 §6.4, §6.7, §6.8'),
  mime_charset: rule('warn', 'STANDARDS H8'),
  mime_charset_missing: broken('RFC 2046 §4.1.2'),
  mime_charset_unknown: broken('RFC 2046 §4.1.2; IANA, Character Sets'),
  charset_wrong: broken('RFC 2046 §4.1.2; RFC 3629 §3'),
  attachment_executable: broken('Gmail, “File types blocked in Gmail” https://support.google.com/mail/answer/6590'),
  attachment_present: rule('warn', 'STANDARDS P6; newsletters link to files, and filters know those that attach them'),
  picture_unused: rule('warn', 'RFC 2392'),
  signature_weak: judged('STANDARDS H11; RFC 8301 §3; RFC 6376 §8.2'),
  signature_malformed: broken('RFC 6376 §3.5'),
  signature_broken: broken('RFC 6376 §3.7'),
  signature_incomplete: rule('warn', 'STANDARDS H11; RFC 6376 §5.4.1'),
  signature_unaligned: rule('warn', 'STANDARDS P2; RFC 7489 §3.1.1'),

  sponsor_unlabelled: never('STANDARDS S10; loi n° 2004-575 (LCEN) art. 20'),
  rights_exceeded: never('STANDARDS S10'),
  dispatch_killed: never('STANDARDS S10'),
  dispatch_withheld: never('STANDARDS S10'),
  dispatch_embargoed: never('STANDARDS S10'),
} as const satisfies Record<string, FindingRule>;

export type FindingName = keyof typeof findingRules;

/** What is wrong, and what to do. `{name}` stands for a value. */
export type FindingWords = Readonly<Record<FindingName, readonly [message: string, help: string]>>;

export function isFindingName(name: string): name is FindingName {
  return Object.hasOwn(findingRules, name);
}

/** What is known of `preflight.<name>`; undefined for what no finding is called. */
export function ruleOf(code: string): FindingRule | undefined {
  const name = code.replace(/^preflight\./, '');
  return isFindingName(name) ? findingRules[name] : undefined;
}
