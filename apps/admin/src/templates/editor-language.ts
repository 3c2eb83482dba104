import { autocompletion } from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { html } from '@codemirror/lang-html';
import { closePercentBrace, liquid, liquidCompletionSource } from '@codemirror/lang-liquid';
import { LanguageSupport } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import type { DataDescription, DataFields, Vocabulary } from './queries.js';

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

/** `{{ '…` and `x = '…` complete the keys of the messages there are, with what they say. */
function messageSource(messages: DataDescription['messages']) {
  const options = messages.map(({ key, text, values }) => ({
    label: key,
    detail: text,
    type: 'text',
    ...(values.length > 0 && { info: `| t: ${values.map((name) => `${name}: …`).join(', ')}` }),
  }));
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.matchBefore(/(?:\{\{-?|=)[ \t]*['"][a-z0-9_.]*/);
    if (before === null) return null;
    const from = Math.max(before.text.lastIndexOf("'"), before.text.lastIndexOf('"')) + 1;
    return { from: before.from + from, options, validFor: /^[a-z0-9_.]*$/ };
  };
}

/** What stands between an opening tag and its end, and is no tag of its own. */
const BETWEEN = ['else', 'elsif', 'when'];

/** Liquid's own completion names what every Liquid has; here stands what the server renders, and nothing else. */
function liquidSource({ filters, tags }: Vocabulary, fields: DataFields) {
  const ownFilters = filters.map(({ name, arguments: given, doc }): Completion => ({
    label: name,
    type: 'function',
    info: doc,
    ...(given.length > 0 && { detail: given.join(', ') }),
  }));
  const ends = tags.flatMap(({ end }) => end ?? []);
  const ownTags = [
    ...tags.map(({ name, form, doc }): Completion => ({
      label: name,
      type: 'keyword',
      info: doc,
      ...(form !== '' && { detail: form }),
    })),
    ...[...ends, ...BETWEEN].map((label): Completion => ({ label, type: 'keyword' })),
  ];
  const source = liquidCompletionSource({
    filters: ownFilters,
    tags: ownTags,
    variables: fields.map(completionOf),
    properties: (path) => fieldsUnder(fields, path).map(completionOf),
  });
  return (context: CompletionContext): CompletionResult | null => {
    const found = source(context);
    if (found === null) return null;
    const own = [ownFilters, ownTags].find(([first]) => first !== undefined && found.options.includes(first));
    return own === undefined ? found : { ...found, options: own };
  };
}

/** Highlighting and completion of MJML with Liquid in it, from what the server says there is. */
export function mjmlWithLiquid(vocabulary: Vocabulary, data: DataDescription): Extension {
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
  return withLiquid(vocabulary, data, html({ extraTags, selfClosingTags: true }));
}

/** The plain-text twin: Liquid in nothing. */
export function textWithLiquid(vocabulary: Vocabulary, data: DataDescription): Extension {
  return withLiquid(vocabulary, data);
}

function withLiquid(vocabulary: Vocabulary, { fields, messages }: DataDescription, base?: LanguageSupport): Extension {
  const { language } = liquid(base === undefined ? {} : { base });
  const sources = [liquidSource(vocabulary, fields), partialSource(vocabulary.partials), messageSource(messages)];
  const completion = sources.map((autocomplete) => language.data.of({ autocomplete }));
  return [
    new LanguageSupport(language, [...(base === undefined ? [] : [base.support]), completion, closePercentBrace]),
    autocompletion(),
  ];
}
