import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { preflightErrors, RAW_LIMIT, shippedTemplates, type RawFinding, type TemplatePartials } from '@app/mail';

/** What `template check` is given: a file, or what comes in by a pipe. */
export const fileKinds = ['eml', 'html', 'mjml'] as const;
export type FileKind = (typeof fileKinds)[number];

export interface CheckedFile {
  /** As it was named; `-` of a pipe. */
  readonly path: string;
  readonly kind: FileKind;
  readonly bytes: Buffer;
}

/** The words of a file, and what is wrong with their octets. */
export interface CheckedText {
  readonly text: string;
  readonly findings: readonly RawFinding[];
}

/** Bytes of a template or an HTML file: twenty times what Gmail shows. */
const TEXT_LIMIT = 2 * 1024 * 1024;
/** Characters of a pipe, or of a file whose name says nothing, that its kind is seen by. */
const TELLING = 4_000;

const KINDS: Readonly<Record<string, FileKind>> = { '.eml': 'eml', '.html': 'html', '.htm': 'html', '.mjml': 'mjml', '.liquid': 'mjml' }; // prettier-ignore

/** @throws `preflight.unreadable`, `preflight.too_large` */
export async function readChecked(path: string, as: FileKind | undefined): Promise<CheckedFile> {
  const named = as ?? KINDS[extname(path).toLowerCase()];
  const bytes = path === '-' ? await readPipe() : readBytes(path, RAW_LIMIT);
  const kind = named ?? (path === '-' || extname(path) === '' ? kindShown(bytes) : undefined);
  if (kind === undefined) throw preflightErrors.error('preflight.unreadable', { path });
  if (kind !== 'eml' && bytes.byteLength > TEXT_LIMIT) throw preflightErrors.error('preflight.too_large', { path, limit: TEXT_LIMIT }); // prettier-ignore
  return { path, kind, bytes };
}

/** With the line ends of mail's sources, whatever program wrote it; UTF-16 where it says that it is. */
export function textOf(
  bytes: Buffer,
  { path, part }: { readonly path: string; readonly part: 'html' | 'text' | 'template' },
): CheckedText {
  // prettier-ignore
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.includes('\0')) throw preflightErrors.error('preflight.unreadable', { path });
  const line = encoding === 'utf-8' ? lineThatIsNone(bytes) : undefined;
  const wrong: RawFinding[] = line === undefined ? [] : [{ name: 'charset_wrong', where: { part, line }, values: { charset: 'UTF-8' } }]; // prettier-ignore
  return { text: text.replaceAll(/\r\n?/g, '\n'), findings: wrong };
}

/** The plain text beside it; null where there is none. */
export function twinOf(path: string): CheckedText | null {
  const twin = twinPath(path);
  return twin !== undefined && existsSync(twin) ? textOf(readBytes(twin, TEXT_LIMIT), { path: twin, part: 'text' }) : null; // prettier-ignore
}

/** Where the twin of a file would stand; undefined: what comes by a pipe has none. */
export function twinPath(path: string): string | undefined {
  return path === '-' ? undefined : join(dirname(path), `${basename(path, extname(path))}.txt`);
}

/** Those of the folder beside it stand before the product's own. */
export function partialsBeside(path: string, mjml: string): TemplatePartials {
  const shipped = shippedTemplates().filter(({ kind }) => kind === 'partial');
  const partials: Record<string, { mjml: string; text: string }> = Object.fromEntries(
    shipped.map(({ slug, mjml: source, plainText }) => [slug, { mjml: source, text: plainText }]),
  );
  const named = [...mjml.matchAll(/\{%-?\s{0,20}render\s{1,20}['"]([a-z0-9-]{1,60})['"]/g)].map(([, slug = '']) => slug); // prettier-ignore
  for (const name of path === '-' ? [] : new Set(named)) {
    const file = join(dirname(path), 'partials', `${name}.mjml`);
    if (!existsSync(file)) continue;
    const source = textOf(readBytes(file, TEXT_LIMIT), { path: file, part: 'template' });
    partials[name] = { mjml: source.text, text: twinOf(file)?.text ?? '' };
  }
  return partials;
}

function readBytes(path: string, limit: number): Buffer {
  try {
    const found = statSync(path);
    // A pipe would be waited for, for ever.
    if (!found.isFile()) throw preflightErrors.error('preflight.unreadable', { path });
    if (found.size > limit) throw preflightErrors.error('preflight.too_large', { path, limit });
    return readFileSync(path);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'errno' in error)
      throw preflightErrors.error('preflight.unreadable', { path }, { cause: error });
    throw error;
  }
}

async function readPipe(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.byteLength;
    if (size > RAW_LIMIT) throw preflightErrors.error('preflight.too_large', { path: '-', limit: RAW_LIMIT });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** By what it begins with: a tag, or a header. */
function kindShown(bytes: Buffer): FileKind | undefined {
  const begin = bytes.subarray(0, TELLING).toString().replace(/^\uFEFF/, '').trimStart(); // prettier-ignore
  if (/^[\w-]{1,60}:/.test(begin)) return 'eml';
  if (/<mjml[\s>]|<mj-[a-z]/i.test(begin)) return 'mjml';
  return begin.startsWith('<') ? 'html' : undefined;
}

/** The first line, from 1, with octets that are no UTF-8. */
function lineThatIsNone(bytes: Buffer): number | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const isUtf8 = (part: Buffer): boolean => {
    try {
      return decoder.decode(part) !== '\uFFFF';
    } catch {
      // Its only way of saying that it cannot be read.
      return false;
    }
  };
  if (isUtf8(bytes)) return undefined;
  const lines = bytes.toString('latin1').split('\n');
  return lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1'))) + 1;
}
