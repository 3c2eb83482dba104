import { comparable } from './check-subject.js';
import type { RawFinding } from './finding.js';
import { foundIn, type Inspection } from './inspection.js';
import { ancestors, type MailText } from './mail-document.js';

/** Inboxes show the first words of a mail beside its subject, hidden ones too: they are written for that place, or left to chance. */
export function checkPreheader(inspection: Inspection): RawFinding[] {
  const { message, document, seen } = inspection;
  if (message.context.kind !== 'newsletter') return [];
  const words = document.texts.filter((node) => /[\p{L}\p{N}]/u.test(node.text) && isInBody(node));
  const firstSeen = words.findIndex((node) => seen.has(node));
  if (firstSeen === -1) return [];
  const hidden = words.slice(0, firstSeen).map((node) => node.text).join(' '); // prettier-ignore
  if (hidden === '') return [foundIn(inspection, 'html', { name: 'preheader_missing' })];
  const [own, subject] = [comparable(hidden), comparable(message.subject)];
  const isRepeated = subject !== '' && own.startsWith(subject);
  return isRepeated ? [foundIn(inspection, 'html', { name: 'preheader_repeated', excerpt: hidden })] : [];
}

function isInBody(node: MailText): boolean {
  if (/^(?:title|style|script|head)$/.test(node.parent.name)) return false;
  for (const above of ancestors(node.parent)) if (above.name === 'head') return false;
  return true;
}
