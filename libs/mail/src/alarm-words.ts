import type { SystemAlarm, Translator } from '@app/platform';
import { loadNoticeMessages } from './notice-rendering.js';
import { singleLine } from './rendering/plain-text.js';

/** What the notices `alarm` and `alarm_settled` say of an alarm, in one language. */
export interface AlarmWords {
  readonly what: string;
  readonly more: string;
  readonly at: string;
}

/** A relay's words, and whatever else is told, are cut at this: a mail is not a log. */
const VALUE_LIMIT = 200;

const messages = loadNoticeMessages();

/**
 * The texts are found by their keys: `alarm.<code>.title` and `.text`, the code's dots written as underscores; they may
 * name `code`, `object` and whatever the alarm's detail holds. A code without texts is told by its code.
 */
export function alarmWords(
  alarm: Pick<SystemAlarm, 'code' | 'object' | 'detail' | 'raisedAt'>,
  locale: string,
): AlarmWords {
  const translator = messages.translator(locale);
  const values = { ...readable(alarm.detail), code: alarm.code, object: alarm.object };
  const key = `alarm.${alarm.code.replaceAll('.', '_')}`;
  const text = (part: 'title' | 'text'): string => {
    if (translator.has(`${key}.${part}`)) {
      try {
        return translator.t(`${key}.${part}`, values);
      } catch {
        // A text that names what the alarm does not know is a defect of its words; the alarm must be told all the same.
      }
    }
    return translator.t(`alarm.other.${part}`, values);
  };
  return { what: singleLine(text('title')), more: text('text'), at: moment(translator, alarm.raisedAt) };
}

/** In UTC, as logs are. */
function moment(translator: Translator, at: Date): string {
  const [date, time] = [translator.formatDate(at, 'UTC', 'long'), translator.formatTime(at, 'UTC')];
  return translator.t('alarm.moment', { date, time });
}

function readable(detail: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(detail)) {
    if (typeof value === 'number') values[name] = value;
    if (typeof value === 'string') values[name] = singleLine(value).slice(0, VALUE_LIMIT);
  }
  return values;
}
