import { describeSchema, loadNoticeMessages, noticeSchema, type DataField } from '@app/mail';
import { loadMessages, projectPath, type Messages, type MessageText, type TemplateKind } from '@app/platform';
import { digestSchema } from '../digest/digest-schema.js';

/** Read once: each reading compiles every message. */
const catalogues = new Map<'editions' | 'mail', Messages>();

/** What a template of this kind may name. A partial sees what it is given, and these. */
export function describeData(kind: TemplateKind): readonly DataField[] {
  switch (kind) {
    case 'digest':
    case 'flash':
    case 'letter':
    case 'correction':
      return describeSchema(digestSchema);
    case 'notice':
      return describeSchema(noticeSchema);
    case 'partial':
      return describeSchema(digestSchema.pick({ locale: true, dir: true, brand: true, newsletter: true }));
  }
}

/** The messages that `t` knows in a template of this kind, as they are in one language. A partial is an edition's. */
export function describeMessages(kind: TemplateKind, language: string): readonly MessageText[] {
  return catalogue(kind === 'notice' ? 'mail' : 'editions').texts(language);
}

function catalogue(name: 'editions' | 'mail'): Messages {
  const known = catalogues.get(name);
  if (known !== undefined) return known;
  const read = name === 'mail' ? loadNoticeMessages() : loadMessages(projectPath('libs', 'editions', 'locales'));
  catalogues.set(name, read);
  return read;
}
