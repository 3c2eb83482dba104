import { createRequire } from 'node:module';

/** An element as MJML's own parser tells it. MJML takes it in the place of text, and its lines are those of the text. */
export interface MjmlNode {
  readonly tagName: string;
  /** As written, entities and all; `true` and `false` are made booleans. */
  attributes: Record<string, string | boolean>;
  readonly children?: readonly MjmlNode[];
}

type Parse = (mjml: string, options: object) => MjmlNode;

/**
 * What MJML makes of a document, with no attribute that could end where its author did not end it. MJML prints values
 * between double quotes as they stand in the source, some of them within comments for Outlook: a quote, or what ends a
 * comment, would make attributes and elements of the rest. Whatever prints or reads HTML takes the references for the
 * characters.
 *
 * Throws what MJML's parser throws.
 */
export function mjmlTree(mjml: string): MjmlNode {
  const root = parse(mjml);
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    open.push(...(node.children ?? []));
    // Its path is a selector, where > is a combinator; it is read and not printed.
    if (node.tagName === 'mj-selector') continue;
    node.attributes = Object.fromEntries(Object.entries(node.attributes).map(([name, value]) => [name, escaped(value)]));
  }
  return root;
} // prettier-ignore

const REFERENCES: Readonly<Record<string, string>> = { '"': '&quot;', '<': '&lt;', '>': '&gt;' };

function escaped(value: string | boolean): string | boolean {
  return typeof value === 'string' ? value.replace(/["<>]/g, (character) => REFERENCES[character] ?? '') : value;
}

let parser: { readonly run: Parse; readonly options: object } | undefined;

/** As MJML calls it: which elements hold text is asked of its components. */
function parse(mjml: string): MjmlNode {
  parser ??= load();
  return parser.run(mjml, parser.options);
}

function load(): { readonly run: Parse; readonly options: object } {
  const fromMjml = createRequire(createRequire(import.meta.url).resolve('mjml'));
  // MJML registers its components when it is first loaded.
  fromMjml('mjml');
  const { components } = fromMjml('mjml-core') as { readonly components: object };
  const loaded = fromMjml('mjml-parser-xml') as { readonly default?: Parse } & Parse;
  return { run: loaded.default ?? loaded, options: { components, keepComments: false, ignoreIncludes: true } };
}
