import type { Translator } from '@app/platform';
import type { Fact } from '../pages/personal-pages.js';

/** The words and dates of one reader's record, in their language and zone. */
export class StoryWords {
  readonly locale: string;
  readonly zoneLabel: string;

  /** @param zone IANA name */
  constructor(
    private readonly translator: Translator,
    private readonly zone: string,
  ) {
    this.locale = translator.locale;
    this.zoneLabel = translator.zoneLabel(zone);
  }

  readonly t = (key: string, values: Readonly<Record<string, string | number>> = {}): string =>
    this.translator.t(key, values);

  /** Day and minute; the zone is named once on the page. */
  moment(at: Date): string {
    return this.t('my.moment', {
      date: this.translator.formatDate(at, this.zone, 'long'),
      time: this.translator.formatTime(at, this.zone),
    });
  }

  /** @param day `YYYY-MM-DD`, a day in the newsletter's calendar and in no zone */
  day(day: string): string {
    return this.translator.formatDate(new Date(`${day}T12:00:00Z`), 'UTC', 'long');
  }

  /** @param time `HH:MM` */
  clock(time: string): string {
    return this.translator.formatTime(new Date(`2026-01-01T${time}:00Z`), 'UTC');
  }

  list(names: readonly string[]): string {
    return this.translator.formatList(names);
  }

  language(tag: string): string {
    return new Intl.DisplayNames([this.locale], { type: 'language' }).of(tag) ?? tag;
  }

  yesNo(value: boolean): string {
    return this.t(value ? 'my.yes' : 'my.no');
  }

  /** Kinds of notices are added more often than this page is thought of: one without a name here is a message of ours. */
  noticeName(kind: string): string {
    const key = `my.notice.${kind}`;
    return this.t(this.translator.has(key) ? key : 'my.notice.other');
  }

  /** A line for each instant that there is. */
  dated(prefix: string, instants: Readonly<Record<string, Date | null>>): Fact[] {
    return Object.entries(instants).flatMap(([name, at]) =>
      at === null ? [] : [{ name: this.t(`${prefix}${name}`), value: this.moment(at) }],
    );
  }

  /** A line where there is a value. */
  optional<T>(key: string, value: T | null, text: (value: T) => string, isCode = false): Fact[] {
    return value === null ? [] : [{ name: this.t(key), value: text(value), isCode }];
  }
}
