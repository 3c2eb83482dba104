import { autocompletion } from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { html } from '@codemirror/lang-html';
import { liquid } from '@codemirror/lang-liquid';
import type { Extension } from '@codemirror/state';
import type { DataFields, Vocabulary } from './queries.js';

/** Ours; Liquid's own come with the language. */
const filters: readonly Completion[] = ['t', 'colour', 'colour_in_dark', 'ground', 'text_on', 'href', 'fill', 'underline'].map((label) => ({ label, type: 'function' })); // prettier-ignore

type Field = DataFields[number];

function completionOf({ name, type, doc }: Field): Completion {
  return { label: name, type: type === 'list' || type === 'object' ? 'class' : 'property', detail: type, ...(doc === '' ? {} : { info: doc }) };
} // prettier-ignore

/** Follows `sections.blocks`; what stands in a list is reached through a loop's own name, so every list is looked into. */
function fieldsUnder(fields: DataFields, path: readonly string[]): DataFields {
  const [first, ...rest] = path;
  if (first === undefined) return fields;
  const found = fields.find(({ name }) => name === first);
  if (found !== undefined) return fieldsUnder(found.of, rest);
  return rest.length > 0 ? [] : elements(fields);
}

/** A loop's variable may stand for an element of any list. */
function elements(fields: DataFields): DataFields {
  const lists = fields.filter(({ type }) => type === 'list').flatMap(({ of }) => of);
  const deeper = fields.flatMap(({ of }) => (of.length === 0 ? [] : elements(of)));
  return [...new Map([...lists, ...deeper].map((field) => [field.name, field])).values()];
}

/** `{% render '…` completes the names of the partials there are. */
function partialSource(partials: Vocabulary['partials']) {
  const options = partials.map(({ name, title }) => ({ label: name, detail: title, type: 'namespace' }));
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.matchBefore(/\{%-?\s*render\s+['"][a-z0-9-]*/);
    if (before === null) return null;
    const from = Math.max(before.text.lastIndexOf("'"), before.text.lastIndexOf('"')) + 1;
    return { from: before.from + from, options, validFor: /^[a-z0-9-]*$/ };
  };
}

/** Highlighting and completion of MJML with Liquid in it, from what the server says there is. */
export function mjmlWithLiquid(vocabulary: Vocabulary, fields: DataFields): Extension {
  const extraTags = Object.fromEntries(
    vocabulary.elements.map(({ name, attributes, children }) => [
      name,
      {
        attrs: Object.fromEntries(attributes.map((each) => [each.name, each.values.length > 0 ? each.values : null])),
        globalAttrs: false,
        // An element without elements of its own holds HTML.
        ...(children.length > 0 && { children }),
      },
    ]),
  );
  return withLiquid(vocabulary, fields, html({ extraTags, selfClosingTags: true }));
}

/** The plain-text twin: Liquid in nothing. */
export function textWithLiquid(vocabulary: Vocabulary, fields: DataFields): Extension {
  return withLiquid(vocabulary, fields);
}

function withLiquid(vocabulary: Vocabulary, fields: DataFields, base?: ReturnType<typeof html>): Extension {
  const support = liquid({
    ...(base === undefined ? {} : { base }),
    filters,
    variables: fields.map(completionOf),
    properties: (path) => fieldsUnder(fields, path).map(completionOf),
  });
  const partials = support.language.data.of({ autocomplete: partialSource(vocabulary.partials) });
  return [support, partials, autocompletion()];
}
