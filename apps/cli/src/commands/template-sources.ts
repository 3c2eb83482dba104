import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import {
  ManageTemplates,
  TEMPLATE_CHARACTERS,
  TemplateRepository,
  templateErrors,
  templateSlug,
  type TemplateContent,
  type TemplatePartials,
  type TemplateVersion,
} from '@app/mail';
import { Database } from '@app/platform';

/** A stored one by its slug. @throws template.not_found, template.no_version */
export async function versionOf(tools: INestApplicationContext, slug: string, version?: number): Promise<TemplateVersion> {
  const id = await tools.get(TemplateRepository, { strict: false }).idOf(tools.get(Database, { strict: false }), slug);
  if (id === undefined) throw templateErrors.error('template.not_found', { slug });
  const manage = tools.get(ManageTemplates, { strict: false });
  return version === undefined ? manage.read(id) : manage.readVersion(id, version);
} // prettier-ignore

/** `path/to/digest.mjml` with `digest.txt` beside it. */
export function templateSourceOf(file: string): TemplateContent & { slug: string; partials: TemplatePartials } {
  const path = /^(.*?)([^/\\]+)\.(?:mjml|txt)$/.exec(file);
  if (path === null) throw new Error(`"${file}" is no file of a template: they are named SLUG.mjml and SLUG.txt`);
  const [, folder = '', slug = ''] = path;
  if (!templateSlug.test(slug)) throw new Error(`"${slug}" is no slug: small letters, digits and hyphens`);
  const [mjml, plainText] = ['mjml', 'txt'].map((extension) => readSource(`${folder}${slug}.${extension}`));
  return { slug, mjml: mjml ?? '', plainText: plainText ?? '', partials: partialsBeside(folder) };
}

/** Those in the folder `partials/`, as the product ships its own. */
function partialsBeside(folder: string): TemplatePartials {
  const place = `${folder}partials`;
  const files = existsSync(place) ? readdirSync(place).filter((file) => file.endsWith('.mjml')) : [];
  return Object.fromEntries(
    files.map((file) => {
      const name = file.slice(0, -'.mjml'.length);
      return [name, { mjml: readSource(`${place}/${file}`), text: readSource(`${place}/${name}.txt`) }];
    }),
  );
}

function readSource(file: string): string {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)).replaceAll('\r\n', '\n');
  if (text.length > TEMPLATE_CHARACTERS) throw new Error(`${file} has more than ${TEMPLATE_CHARACTERS} characters`);
  if (text.includes('\0')) throw new Error(`${file} holds a NUL; a template is text`);
  return text;
}
