import { CAUSES, FIELDS, LAYOUTS, layouts, type Field, type Layout, type LayoutName, type Sign } from './layouts.js';
import { movingErrors } from './moving.errors.js';

/** Which column says what: positions in the header, in the order they are asked. */
export interface ColumnPlan {
  readonly layout: LayoutName;
  readonly header: readonly string[];
  readonly columns: Readonly<Record<Field, readonly number[]>>;
  readonly signs: readonly { readonly at: number; readonly when: Sign['when']; readonly means: Sign['means'] }[];
  readonly dayFirst: boolean | undefined;
  /** Field → the file's own names, for the record. */
  readonly mapping: Readonly<Record<string, string>>;
}

export interface MappingWish {
  readonly layout: LayoutName | 'auto';
  /** `address` → `Courriel`, as the operator says. */
  readonly map: Readonly<Record<string, string>>;
  /** A list of those who must not be mailed; its columns say why. */
  readonly isSuppressions?: boolean;
}

/** A column's name, or a word in a cell, without what people write differently: case, accents, spaces, signs. */
export function foldName(text: string): string {
  return text
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** @throws import.columns_duplicate, import.column_missing, import.columns_ambiguous, import.map_unknown */
export function mapColumns(header: readonly string[], wish: MappingWish): ColumnPlan {
  const folded = header.map(foldName);
  refuseDuplicates(header, folded);
  const given = givenColumns(header, folded, wish.map);
  const layout = layoutOf(folded, wish.layout);
  const at = (field: Field): readonly number[] => {
    const names = field === 'standing' && wish.isSuppressions === true ? CAUSES : (layout.columns[field] ?? []);
    return given.get(field) ?? names.map((name) => folded.indexOf(name)).filter((column) => column !== -1);
  };
  const columns: Record<Field, readonly number[]> = {
    address: at('address'), standing: at('standing'), locale: at('locale'), timeZone: at('timeZone'),
    consentedAt: at('consentedAt'), lastContactAt: at('lastContactAt'), wording: at('wording'), page: at('page'),
  }; // prettier-ignore
  if (columns.address.length === 0) throw movingErrors.error('import.column_missing', { columns: shown(header) });
  if (columns.address.length > 1) {
    const names = columns.address.map((column) => header[column] ?? '');
    throw movingErrors.error('import.columns_ambiguous', { columns: shown(names) });
  }
  const signs = layout.signs.flatMap(({ column, when, means }) => {
    const position = folded.indexOf(column);
    return position === -1 ? [] : [{ at: position, when, means }];
  });
  const named = FIELDS.filter((field) => columns[field].length > 0);
  return {
    layout: layout.name,
    header,
    columns,
    signs,
    dayFirst: layout.dayFirst,
    mapping: Object.fromEntries(
      named.map((field) => [field, columns[field].map((column) => header[column]).join(', ')]),
    ),
  };
}

/**
 * Whether a column by this name says of somebody that they left. The columns of JSON lines are those of the first lines;
 * one like this that turns up later must not be read past.
 */
export function tellsOfLeaving(name: string, layout: LayoutName): boolean {
  const folded = foldName(name);
  const { signs, columns } = layoutOf([], layout);
  return signs.some(({ column }) => column === folded) || columns.standing?.includes(folded) === true;
}

/** Columns without a name come with many spreadsheets, and hold nothing. */
function refuseDuplicates(header: readonly string[], folded: readonly string[]): void {
  const twice = header.filter((_, at) => folded[at] !== '' && folded.indexOf(folded[at] ?? '') !== at);
  if (twice.length > 0) throw movingErrors.error('import.columns_duplicate', { columns: shown(twice) });
}

function givenColumns(
  header: readonly string[],
  folded: readonly string[],
  map: MappingWish['map'],
): Map<string, number[]> {
  return new Map(
    Object.entries(map).map(([field, column]) => {
      const at = folded.indexOf(foldName(column));
      if (!FIELDS.some((known) => known === field) || foldName(column) === '' || at === -1)
        throw movingErrors.error('import.map_unknown', { field, column, fields: FIELDS, columns: shown(header) });
      return [field, [at]];
    }),
  );
}

function layoutOf(folded: readonly string[], wanted: MappingWish['layout']): Layout {
  const fits = (layout: Layout): boolean => layout.marks.every((mark) => folded.includes(mark));
  const found = layouts.find((layout) => (wanted === 'auto' ? fits(layout) : layout.name === wanted));
  if (found === undefined) throw new Error(`no layout among ${LAYOUTS.join(', ')} for ${wanted}`);
  return found;
}

/** Enough to recognise them: a file of strangers may have a thousand columns, with anything for a name. */
function shown(names: readonly string[]): string[] {
  return names.slice(0, 50).map((name) => name.slice(0, 60));
}
