import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectPath, type TemplateKind } from '@app/platform';
import { partialNames } from '../rendering/partial-tag.js';
import type { TemplateContent, TemplatePartials } from './template-version.js';

export interface ShippedTemplate extends TemplateContent {
  readonly slug: string;
  readonly kind: TemplateKind;
  readonly name: string;
  readonly partials: TemplatePartials;
}

/** Folders that hold `<slug>.mjml` with its twin `<slug>.txt`, and partials in `partials/`. */
const FOLDERS = [
  ['libs', 'mail', 'templates'],
  ['libs', 'editions', 'templates'],
] as const;

const KINDS: readonly TemplateKind[] = ['digest', 'flash', 'letter', 'correction', 'notice'];

let read: readonly ShippedTemplate[] | undefined;

/** What the product brings along, partials first, each with the partials it names. */
export function shippedTemplates(): readonly ShippedTemplate[] {
  read ??= readShipped();
  return read;
}

/** The shipped template that a new one of this kind begins with. */
export function shippedTemplate(kind: TemplateKind): ShippedTemplate | undefined {
  return shippedTemplates().find((template) => template.kind === kind);
}

function readShipped(): ShippedTemplate[] {
  const folders = FOLDERS.map((parts) => projectPath(...parts));
  const partials = folders.flatMap((folder) => pairsIn(join(folder, 'partials')));
  const templates = folders.flatMap(pairsIn);
  const known = new Map(partials.map(({ slug, mjml, plainText }) => [slug, { mjml, text: plainText }]));
  return [
    ...partials.map((partial) => ({ ...partial, kind: 'partial' as const })),
    ...templates.map((template) => ({ ...template, kind: kindOf(template.slug) })),
  ].map((template) => ({ ...template, name: nameOf(template.slug), partials: closure(template, known) }));
}

function pairsIn(folder: string): (TemplateContent & { slug: string })[] {
  return filesIn(folder)
    .filter((file) => file.endsWith('.mjml'))
    .sort()
    .map((file) => {
      const slug = basename(file, '.mjml');
      const text = (extension: string): string => readFileSync(join(folder, `${slug}${extension}`), 'utf8');
      return { slug, mjml: text('.mjml'), plainText: text('.txt') };
    });
}

/** A lib may bring no partials. */
function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function kindOf(slug: string): TemplateKind {
  const kind = KINDS.find((known) => slug === known || slug.startsWith(`${known}-`));
  if (kind === undefined) throw new Error(`the file name of the shipped template "${slug}" begins with no kind`);
  return kind;
}

/** `notice-welcome` → Notice welcome */
function nameOf(slug: string): string {
  return `${slug.charAt(0).toUpperCase()}${slug.slice(1).replaceAll('-', ' ')}`;
}

function closure(content: TemplateContent, known: ReadonlyMap<string, { mjml: string; text: string }>): TemplatePartials {
  const found: Record<string, { mjml: string; text: string }> = {};
  const waiting = [...partialNames(content.mjml), ...partialNames(content.plainText)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const partial = known.get(name);
    if (partial === undefined || Object.hasOwn(found, name)) continue;
    found[name] = partial;
    waiting.push(...partialNames(partial.mjml), ...partialNames(partial.text));
  }
  return found;
} // prettier-ignore
