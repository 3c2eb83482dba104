import { plainLine } from './feed-text.js';
import { DeclaredEntities, wellFormedReferences } from './xml-references.js';
import type { Attributes } from './xml-scanner.js';

const NO_ENTITIES = new DeclaredEntities();

/** What an attribute says: its references decoded once, in one line; undefined when it is not there or empty. */
export function attributeText(attributes: Attributes, name: string): string | undefined {
  const written = attributes.get(name);
  if (written === undefined) return undefined;
  const value = wellFormedReferences(written, NO_ENTITIES).replaceAll('<', '&lt;');
  return plainLine({ value, isHtml: true });
}
