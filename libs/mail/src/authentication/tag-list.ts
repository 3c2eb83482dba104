/** One `name=value` of a DKIM key record (RFC 6376 §3.2) or a DMARC record, in the order they stand, in their own case. */
export interface Tag {
  readonly name: string;
  readonly value: string;
}

/** More than any record has. */
const MAX_TAGS = 100;

/** Tags that cannot be read come back as `faults`, shortened. */
export function readTags(text: string): { readonly tags: readonly Tag[]; readonly faults: readonly string[] } {
  const tags: Tag[] = [];
  const faults: string[] = [];
  for (const part of text.split(';').slice(0, MAX_TAGS)) {
    const trimmed = part.trim();
    if (trimmed === '') continue;
    const equals = trimmed.indexOf('=');
    const name = trimmed.slice(0, Math.max(0, equals)).trim();
    if (/^[a-z][a-z0-9_]*$/i.test(name)) tags.push({ name, value: trimmed.slice(equals + 1).trim() });
    else faults.push(trimmed.slice(0, 40));
  }
  return { tags, faults };
}
