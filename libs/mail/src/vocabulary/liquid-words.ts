import type { Translator } from '@app/platform';
import { createLiquid } from '../rendering/liquid-engine.js';

/** A filter as an editor offers it: `{{ value | name: arguments }}`. */
export interface LiquidFilter {
  readonly name: string;
  /** In their order; what is in brackets may be left out. */
  readonly arguments: readonly string[];
  readonly doc: string;
}

/** A tag as an editor offers it: `{% name … %}`. */
export interface LiquidTag {
  readonly name: string;
  /** What it is written with, without the brackets and the percent signs. */
  readonly form: string;
  /** The tag that ends it; null: it stands alone. */
  readonly end: string | null;
  readonly doc: string;
}

/** `arguments, separated by commas | what it does`; in our words, after what the installed liquidjs does. */
const FILTERS: Readonly<Record<string, string>> = {
  t: '[name: value …] | The message of this key in the mail’s language; what it names is given by name.',
  colour: '| A colour made readable as text on paper.',
  colour_in_dark: '| A colour made readable as text in the dark scheme.',
  ground: '| A colour as it is, for a background.',
  text_on: '| What can be read on this colour: black or white.',
  href: '| A web or mail address as it is; any other leads nowhere.',
  fill: '[columns], [indent] | Plain text in lines of so many columns.',
  underline: '[stroke] | Plain text with a line of strokes beneath it.',
  abs: '| The number without its sign.',
  append: 'text | With this text after it.',
  array_to_sentence_string: '[connector] | A list as words with commas; in a mail use a message, which knows the language.',
  at_least: 'number | The number, or this one where it is larger.',
  at_most: 'number | The number, or this one where it is smaller.',
  base64_decode: '| The text that was written in Base64.',
  base64_encode: '| The text in Base64.',
  capitalize: '| With a capital at the beginning and small letters after it.',
  ceil: '| The next whole number above.',
  cgi_escape: '| For a query in an address.',
  compact: '[property] | The list without what is empty.',
  concat: 'list | The list with another one after it.',
  date: 'format, [time zone] | A date by its parts: %Y-%m-%d.',
  date_to_long_string: '| A date in English words.',
  date_to_rfc822: '| A date as mail headers write it.',
  date_to_string: '| A date in short English words.',
  date_to_xmlschema: '| A date in ISO 8601.',
  default: 'value | This value where there is none.',
  divided_by: 'number | Divided by this number.',
  downcase: '| In small letters.',
  escape: '| For HTML. In MJML everything is escaped already.',
  escape_once: '| For HTML, where it is not escaped yet.',
  find: 'property, [value] | The first element whose property has this value.',
  find_exp: 'name, condition | The first element for which the condition holds.',
  find_index: 'property, [value] | The place of the first element whose property has this value, from 0.',
  find_index_exp: 'name, condition | The place of the first element for which the condition holds, from 0.',
  first: '| The first element.',
  floor: '| The next whole number below.',
  group_by: 'property | Lists of elements with the same value, as `name` and `items`.',
  group_by_exp: 'name, expression | Lists of elements with the same value, as `name` and `items`.',
  has: 'property, [value] | Whether an element’s property has this value.',
  has_exp: 'name, condition | Whether the condition holds for an element.',
  hmac_sha256: 'key | A keyed digest in hexadecimal.',
  inspect: '[spaces] | The value as JSON, also where it holds itself: for a look while you write.',
  join: '[text] | The elements with this text between them.',
  json: '[spaces] | The value as JSON.',
  jsonify: '[spaces] | The value as JSON.',
  last: '| The last element.',
  lstrip: '[characters] | Without spaces at the beginning.',
  map: 'property | This property of each element.',
  minus: 'number | Less this number.',
  modulo: 'number | What is left after dividing by this number.',
  newline_to_br: '| With a <br> at each end of a line.',
  normalize_whitespace: '| With one space where there were several.',
  number_of_words: '[mode] | How many words it has.',
  plus: 'number | And this number.',
  pop: '| The list without its last element.',
  prepend: 'text | With this text before it.',
  push: 'element | The list with one element more at its end.',
  raw: '| Not escaped. Only for what is HTML already, such as `block.html`.',
  reject: 'property, [value] | Elements whose property has another value.',
  reject_exp: 'name, condition | Elements for which the condition does not hold.',
  remove: 'text | Without this text.',
  remove_first: 'text | Without this text where it first stands.',
  remove_last: 'text | Without this text where it last stands.',
  replace: 'text, other text | With another text in its place.',
  replace_first: 'text, other text | With another text where it first stands.',
  replace_last: 'text, other text | With another text where it last stands.',
  reverse: '| The list from its end.',
  round: '[digits] | Rounded to so many digits.',
  rstrip: '[characters] | Without spaces at the end.',
  sample: '[count] | Elements by chance. Not for a mail: the preview would show others than leave.',
  sha256: '| A digest in hexadecimal.',
  shift: '| The list without its first element.',
  size: '| How many elements or characters it has.',
  slice: 'begin, [length] | A part of a list or a text, from 0; below 0 from its end.',
  slugify: '[mode], [keep capitals] | For an address: letters, digits and hyphens.',
  sort: '[property] | The list in order.',
  sort_natural: '[property] | The list in order, whether capital or small.',
  split: 'text | A list of what stands between this text.',
  squish: '| Without spaces at its ends, and with one where there were several.',
  strip: '[characters] | Without spaces at its ends.',
  strip_html: '| Without tags.',
  strip_newlines: '| Without ends of lines.',
  sum: '[property] | All elements together.',
  times: 'number | Multiplied by this number.',
  to_integer: '| The whole number that the text says.',
  truncate: '[characters], [ending] | Cut after so many characters; may cut a word.',
  truncatewords: '[words], [ending] | Cut after so many words.',
  uniq: '| Each element once.',
  unshift: 'element | The list with one element more before it.',
  upcase: '| In capitals.',
  uri_escape: '| An address with what it cannot hold escaped.',
  url_decode: '| What was escaped for a query, as it was.',
  url_encode: '| For a query in an address, with + for a space.',
  where: 'property, [value] | Elements whose property has this value.',
  where_exp: 'name, condition | Elements for which the condition holds.',
  xml_escape: '| For XML. In MJML everything is escaped already.',
}; // prettier-ignore

/** `what follows the name | the tag that ends it | what it does` */
const TAGS: Readonly<Record<string, string>> = {
  '#': 'note | | A note on one line, which nobody is mailed.',
  assign: "name = value | | Gives a value a name, from here on.",
  break: '| | Ends the loop.',
  capture: 'name | endcapture | Keeps what is printed in it under a name.',
  case: 'value | endcase | Chooses by a value, with `when` and `else`.',
  comment: '| endcomment | A note that nobody is mailed.',
  continue: '| | Goes on with the next turn of the loop.',
  cycle: "'one', 'other' | | One of these after the other, each time it is passed.",
  decrement: 'name | | Prints a count and lowers it.',
  echo: 'value | | Prints a value, as two curly brackets do.',
  for: 'name in list | endfor | Once for each element; `forloop` knows which it is.',
  if: 'condition | endif | Only where this holds, with `elsif` and `else`.',
  increment: 'name | | Prints a count and raises it.',
  liquid: 'tags | | Several tags, each on a line of its own.',
  raw: '| endraw | Prints what is in it as it stands.',
  render: "'name', key: value | | A partial. It sees what it is given, `brand`, `newsletter`, `locale` and `dir`.",
  tablerow: 'name in list | endtablerow | Rows and cells of an HTML table, one for each element.',
  unless: 'condition | endunless | Only where this does not hold.',
}; // prettier-ignore

/** Only to ask which filters and tags there are. */
const nobody: Pick<Translator, 'locale' | 'direction' | 't'> = { locale: 'en', direction: 'ltr', t: (key) => key };

let filters: readonly LiquidFilter[] | undefined;
let tags: readonly LiquidTag[] | undefined;

/** The filters of the engine that renders, by name: what is offered is what is accepted. */
export function liquidFilters(): readonly LiquidFilter[] {
  filters ??= Object.keys(createLiquid('markup', nobody).filters).toSorted().map(filterOf);
  return filters;
}

/** The tags of the engine that renders, by name. */
export function liquidTags(): readonly LiquidTag[] {
  tags ??= Object.keys(createLiquid('markup', nobody).tags).toSorted().map(tagOf);
  return tags;
}

function filterOf(name: string): LiquidFilter {
  const [given = '', doc = ''] = partsOf(FILTERS[name]);
  return { name, arguments: given === '' ? [] : given.split(', '), doc };
}

function tagOf(name: string): LiquidTag {
  const [given = '', end = '', doc = ''] = partsOf(TAGS[name]);
  return { name, form: `${name} ${given}`.trim(), end: end === '' ? null : end, doc };
}

/** What the next liquidjs brings is offered by its name alone until somebody describes it. */
function partsOf(described = ''): string[] {
  return described.split('|').map((part) => part.trim());
}
