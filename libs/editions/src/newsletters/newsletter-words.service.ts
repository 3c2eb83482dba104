import { Injectable } from '@nestjs/common';
import { loadMessages, projectPath } from '@app/platform';
import { nextDue } from '../calendar/calendar.js';
import { sectionName } from '../digest/digest-view.js';
import type { Newsletter } from './newsletter.js';

/** A newsletter's rhythm in its own language, for pages and notices. */
@Injectable()
export class NewsletterWords {
  private readonly messages = loadMessages(projectPath('libs', 'editions', 'locales'));

  /** "Tous les jours à 7 h" */
  frequency(newsletter: Newsletter): string {
    const translator = this.messages.translator(newsletter.language);
    const [first] = newsletter.calendar;
    if (first === undefined) return translator.t('newsletter.frequency.irregular');
    const time = translator.formatTime(atLocalTime(first.localTime), 'UTC');
    const weekdays = newsletter.calendar.map((day) => day.weekday);
    if (weekdays.length === 7) return translator.t('newsletter.frequency.daily', { time });
    if (weekdays.length === 5 && weekdays.every((day) => day <= 5))
      return translator.t('newsletter.frequency.weekdays', { time });
    const names = new Intl.DateTimeFormat(translator.locale, { weekday: 'long', timeZone: 'UTC' });
    // 5 January 2026 was a Monday.
    const days = translator.formatList(weekdays.map((day) => names.format(Date.UTC(2026, 0, 4 + day))));
    return translator.t('newsletter.frequency.some', { days, time });
  }

  /** "Asie-Pacifique"; a newsletter's own section is named by itself. */
  section(newsletter: Newsletter, slug: string): string {
    return sectionName(slug, this.messages.translator(newsletter.language));
  }

  direction(newsletter: Newsletter): 'ltr' | 'rtl' {
    return this.messages.translator(newsletter.language).direction;
  }

  /** "lundi 23 novembre à 7 h, heure de Paris"; in another `language` where the text around it speaks that one. */
  nextEdition(newsletter: Newsletter, now: Date, language = newsletter.language): string {
    const translator = this.messages.translator(language);
    const due = nextDue(newsletter, now);
    if (due === undefined) return translator.t('newsletter.next.unknown');
    return translator.t('newsletter.next', {
      date: translator.formatDate(due.dueAt, newsletter.timeZone, 'day'),
      time: translator.formatTime(due.dueAt, newsletter.timeZone),
      zone: translator.zoneLabel(newsletter.timeZone),
    });
  }
}

function atLocalTime(localTime: string): Date {
  return new Date(`2026-01-05T${localTime}:00Z`);
}
