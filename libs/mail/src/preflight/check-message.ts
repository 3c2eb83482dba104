import { checkContrast } from './check-contrast.js';
import { checkLinks } from './check-links.js';
import { checkMarkup } from './check-markup.js';
import { checkOutlook } from './check-outlook.js';
import { checkPictures } from './check-pictures.js';
import { checkPlainText } from './check-plain-text.js';
import { checkPreheader } from './check-preheader.js';
import { checkSize } from './check-size.js';
import { checkSubject } from './check-subject.js';
import { checkWayOut } from './check-way-out.js';
import { checkWords } from './check-words.js';
import { worded, type PreflightFinding, type RawFinding } from './finding.js';
import { checkLimits, inspect, type Check } from './inspection.js';
import type { MessageToCheck } from './message-to-check.js';

const ofEvery: readonly Check[] = [checkSubject, checkWords, checkPlainText, checkWayOut];
const ofHtml: readonly Check[] = [
  checkSize,
  checkPreheader,
  checkMarkup,
  checkOutlook,
  checkLinks,
  checkPictures,
  checkContrast,
];

/**
 * What is wrong with a message, blocks first. Pure, and quick enough to be asked while somebody waits: it looks at nothing
 * but the message. Whether links answer, and which programs show what, is asked apart.
 */
export function checkMessage(message: MessageToCheck, { locale }: { readonly locale: string }): PreflightFinding[] {
  return worded(rawFindings(message), locale);
}

/** As {@link checkMessage}, before they are worded. */
export function rawFindings(message: MessageToCheck): RawFinding[] {
  const { publicUrl } = message.context;
  const own = publicUrl === undefined ? undefined : URL.parse(publicUrl)?.hostname;
  const inspection = inspect(message);
  const checks = message.html === null ? ofEvery : [...ofEvery, ...ofHtml];
  return [...checks, checkLimits]
    .flatMap((check) => check(inspection))
    .filter(({ name, values }) => !OF_OUR_OWN.has(name) || own === undefined || values?.['host'] !== own);
}

/**
 * What is not said of the installation's own address: where it is tried out on one machine everything it mails leads
 * there, and nobody could approve anything.
 */
const OF_OUR_OWN: ReadonlySet<string> = new Set(['address_private', 'address_numeric', 'address_insecure']);
