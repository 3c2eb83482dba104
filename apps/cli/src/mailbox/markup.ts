/** A piece of HTML that is safe to embed, because only `markup` and constants of this program make one. */
export class Markup {
  constructor(readonly source: string) {}
}

type Embedded = string | number | Markup | Markup[] | null;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes for text and for quoted attribute values alike. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

function embed(value: Embedded): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.source;
  if (Array.isArray(value)) return value.map(embed).join('');
  return escapeHtml(String(value));
}

/**
 * A template tag that escapes whatever it embeds, unless that is markup itself: what a message says cannot become part
 * of a page by forgetting a call.
 */
export function markup(parts: TemplateStringsArray, ...values: Embedded[]): Markup {
  return new Markup(parts.reduce((source, part, index) => source + embed(values[index - 1] ?? null) + part));
}

/** Characters that end a sentence or a bracket around an address rather than belonging to it. */
const TRAILING_PUNCTUATION = /[.,;:!?)\]>»’'"]+$/u;

/** Plain text with its web addresses made into links that open in a tab of their own. */
export function linkify(text: string): Markup[] {
  return text.split(/(https?:\/\/[^\s<>"]+)/iu).map((piece, index) => {
    if (index % 2 === 0) return markup`${piece}`;
    const address = piece.replace(TRAILING_PUNCTUATION, '');
    const link = markup`<a href="${address}" target="_blank" rel="noopener noreferrer">${address}</a>`;
    return markup`${link}${piece.slice(address.length)}`;
  });
}
