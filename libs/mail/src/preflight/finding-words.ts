import type { FindingName } from './finding-rules.js';
import { english } from './finding-words.en.js';
import { french } from './finding-words.fr.js';

/** In the languages of the admin; everybody else reads English. */
export function findingText(
  name: FindingName,
  locale: string,
  values: Readonly<Record<string, string | number>>,
): { message: string; help: string } {
  const [message, help] = (/^fr(?:-|$)/i.test(locale) ? french : english)[name];
  const filled = (text: string): string =>
    text.replaceAll(/\{([a-z]+)\}/g, (whole, value: string) => String(values[value] ?? whole));
  return { message: filled(message), help: filled(help) };
}
