import { describeSchema, noticeSchema, type DataField } from '@app/mail';
import type { TemplateKind } from '@app/platform';
import { digestSchema } from '../digest/digest-schema.js';

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
