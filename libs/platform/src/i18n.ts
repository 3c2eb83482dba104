import { IntlMessageFormat } from 'intl-messageformat';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isolated, withoutNestedIsolates } from './isolation.js';
import { zoneLabels } from './zone-labels.js';

/** The languages the product speaks. The last resort of every fallback is {@link fallbackLocale}. */
export const shippedLocales = ['fr', 'en', 'es', 'ar'] as const;
export type ShippedLocale = (typeof shippedLocales)[number];
export const fallbackLocale: ShippedLocale = 'en';

/** What an ICU message may be given. Text that comes ready for reading (a date, a list) is passed as a string. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** `full`: dimanche 22 novembre 2026 · `long`: 22 novembre 2026 · `day`: dimanche 22 novembre · `short`: 22/11/2026. */
export type DateStyle = 'full' | 'long' | 'day' | 'short';

/**
 * One language's words, dates and lists. All of it comes from ICU messages and Intl: sentences are never put together
 * from pieces, because the order of pieces is a language's own.
 */
export interface Translator {
  /** A BCP 47 tag as it goes into a `lang` attribute: `fr`, `fr-CA`. */
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  /**
   * Throws on a key that no locale file has, and on a value the message asks for and was not given. A text that is
   * written the other way than the sentence comes isolated in it.
   */
  t(key: string, values?: MessageValues): string;
  has(key: string): boolean;
  /** `zone` is an IANA name. Always in the Gregorian calendar, which news is dated by. Default style: `full`. */
  formatDate(date: Date, zone: string, style?: DateStyle): string;
  /** Hour and minute as the language's press writes them: `6 h 40`, `06:40`. Does not name the zone. */
  formatTime(date: Date, zone: string): string;
  /** `heure de Paris`, to stand beside a time. */
  zoneLabel(zone: string): string;
  /** Each item isolated where it is written the other way than the language. */
  formatList(items: readonly string[]): string;
  /** A name or text as it may stand beside the language's words: in isolates where it is written the other way. */
  isolated(text: string): string;
}

export interface Messages {
  readonly keys: readonly string[];
  /** Falls back from region to language to English; never throws, whatever the tag looks like. */
  translator(locale: string): Translator;
  /** Every message as it is written, in the order of {@link keys}; falls back as {@link translator} does. */
  texts(locale: string): MessageText[];
}

/** A message for whoever writes a template that names it. */
export interface MessageText {
  readonly key: string;
  /** ICU, in one language. */
  readonly text: string;
  /** Names of what it is given. */
  readonly values: readonly string[];
}

/** A message that still knows how it was written. */
class Message extends IntlMessageFormat {
  constructor(
    readonly source: string,
    locale: string,
  ) {
    // Markup is the templates' business: a "<" in a message is a "<".
    super(source, locale, undefined, { ignoreTag: true });
  }
}

type Compiled = ReadonlyMap<string, Message>;

/**
 * Reads `fr.json en.json es.json ar.json` (flat keys, ICU messages) of a folder. Start-up proves completeness: a key
 * that one locale has and another lacks, a message that does not parse, or one that asks for other values than its
 * siblings (a caller that serves one language would fail in the other) throws here, naming file and key.
 */
export function loadMessages(directory: string): Messages {
  const locales = new Map<ShippedLocale, Compiled>();
  for (const locale of shippedLocales) locales.set(locale, compile(join(directory, `${locale}.json`), locale));
  const keys = [...new Set([...locales.values()].flatMap((messages) => [...messages.keys()]))].sort();
  const problems = keys.flatMap((key) => problemsOf(key, locales));
  if (problems.length > 0) throw new Error(`Locale files in ${directory}:\n${problems.join('\n')}`);

  const translators = new Map<string, Translator>();
  return {
    keys,
    translator(requested) {
      const known = translators.get(requested);
      if (known !== undefined) return known;
      const { tag, language } = resolveLocale(requested);
      const translator = createTranslator(tag, language, locales.get(language) ?? new Map<string, Message>());
      // Only tags that mean something are kept: a form may send us any string at all.
      if (tag === requested) translators.set(requested, translator);
      return translator;
    },
    texts(requested) {
      const messages = locales.get(resolveLocale(requested).language);
      return keys.map((key) => {
        const message = messages?.get(key);
        return { key, text: message?.source ?? '', values: argumentNames(message) };
      });
    },
  };
}

function compile(file: string, locale: ShippedLocale): Compiled {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new Error(`${file} is not a JSON object of messages.`);
  }
  const compiled = new Map<string, Message>();
  for (const [key, message] of Object.entries(content)) {
    if (typeof message !== 'string') throw new Error(`${file}: "${key}" is not a string.`);
    try {
      compiled.set(key, new Message(message, locale));
    } catch (error) {
      throw new Error(`${file}: "${key}" is not a valid ICU message.`, { cause: error });
    }
  }
  return compiled;
}

function problemsOf(key: string, locales: ReadonlyMap<ShippedLocale, Compiled>): string[] {
  const lacking = shippedLocales.filter((locale) => locales.get(locale)?.has(key) !== true);
  if (lacking.length > 0) return [`"${key}" is missing in ${lacking.map((locale) => `${locale}.json`).join(', ')}`];
  const asked = shippedLocales.map((locale) => argumentNames(locales.get(locale)?.get(key)).join(', '));
  if (new Set(asked).size === 1) return [];
  return [`"${key}" asks for different values: ${shippedLocales.map((l, i) => `${l} {${asked[i] ?? ''}}`).join(', ')}`];
}

/** Every value a message asks for, also inside the branches of a plural or a select. */
function argumentNames(message: IntlMessageFormat | undefined): string[] {
  const names = new Set<string>();
  const visit = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      // Type 0 is literal text, and the # of a plural has no `value`; every other element names its argument there.
      const type: number = element.type;
      if ('value' in element && type !== 0) names.add(element.value);
      if ('options' in element) for (const option of Object.values(element.options)) visit(option.value);
    }
  };
  if (message !== undefined) visit(message.getAst());
  return [...names].sort();
}

function resolveLocale(requested: string): { tag: string; language: ShippedLocale } {
  try {
    const locale = new Intl.Locale(requested.replaceAll('_', '-'));
    const language = shippedLocales.find((shipped) => shipped === locale.language);
    if (language !== undefined) return { tag: locale.baseName, language };
  } catch (error) {
    // Not a language tag (RangeError): the visitor still gets a page. Anything else is our own fault.
    if (!(error instanceof RangeError)) throw error;
  }
  return { tag: fallbackLocale, language: fallbackLocale };
}

const dateStyles: Record<DateStyle, Intl.DateTimeFormatOptions> = {
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  long: { day: 'numeric', month: 'long', year: 'numeric' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  short: { day: '2-digit', month: '2-digit', year: 'numeric' },
};

/** Formatters cost far more to make than to use, and few zones are in use. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const id = JSON.stringify([locale, zone, options]);
  const known = dateFormats.get(id);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone, calendar: 'gregory' });
  dateFormats.set(id, format);
  return format;
}

function createTranslator(tag: string, language: ShippedLocale, messages: Compiled): Translator {
  // Plain "en" would mean American dates; the product's English is read around the world, day before month.
  const dateLocale = tag === 'en' ? 'en-GB' : tag;
  // Of all French locales only the Canadian data writes the hour as the French-language press does: 6 h 40.
  const timeLocale = language === 'fr' ? 'fr-CA' : dateLocale;
  const timeStyle: Intl.DateTimeFormatOptions =
    language === 'fr' ? { hour: 'numeric', minute: '2-digit' } : { timeStyle: 'short' };
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  const setApart = (text: string): string => isolated(text, direction);
  return {
    locale: tag,
    direction,
    t(key, values = {}) {
      const message = messages.get(key);
      if (message === undefined) throw new Error(`No message "${key}" in the locale files.`);
      return withoutNestedIsolates(String(message.format(withTexts(values, setApart))));
    },
    has: (key) => messages.has(key),
    formatDate: (date, zone, style = 'full') => dateFormat(dateLocale, zone, dateStyles[style]).format(date),
    formatTime: (date, zone) =>
      // A line must not break between an hour and what belongs to it.
      dateFormat(timeLocale, zone, timeStyle).format(date).replaceAll(' ', '\u00a0'),
    zoneLabel: (zone) => zoneLabels[zone]?.[language] ?? genericZoneName(tag, zone),
    formatList: (items) => lists.format(items.map(setApart)),
    isolated: setApart,
  };
}

function withTexts(values: MessageValues, change: (text: string) => string): MessageValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? change(value) : value]),
  );
}

function genericZoneName(locale: string, zone: string): string {
  const parts = dateFormat(locale, zone, { timeZoneName: 'longGeneric' }).formatToParts(0);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}
