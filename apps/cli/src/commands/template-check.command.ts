import type { Command, CommanderError } from 'commander';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import {
  checkClientSupport,
  checkMessage,
  checkRaw,
  deadLinkFindings,
  isBlocked,
  lookAtLinks,
  preflightErrors,
  RAW_LIMIT,
  readEml,
  shippedTemplates,
  TemplateRepository,
  TemplateSandbox,
  webLinksIn,
  worded,
  type PreflightFinding,
  type TemplatePartials,
} from '@app/mail';
import { checkTemplateSource } from '@app/editions';
import { Database, errorText, safeFetch } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { print } from './print.js';

interface Options {
  json?: boolean;
  links: boolean;
  language: string;
  notice?: boolean;
}

/** Bytes of a template or an HTML file: twenty times what Gmail shows. */
const FILE_LIMIT = 2 * 1024 * 1024;

const OUTPUT = `
A file is .mjml (its plain text is the .txt beside it, its partials those in the folder partials/), .html (its plain text
likewise) or .eml; anything else is the slug or id of a stored template. Templates are filled with samples.
The JSON has: findings [{level (block, warn), code, where {part, line, excerpt, block, variant}, message, help, source}].
The exit status is 0 when nothing blocks, 1 when something does, and 2 when there was nothing to look at: a wrong option,
a file that cannot be read, is larger than 2 MB (.eml: 10 MB) or is no text; findings are empty then, and error says why.`;

/** Nothing was looked at. */
const USAGE = 2;

/** What would keep a mail from leaving. Files need no database and no running instance. */
export function addTemplateCheck(template: Command): Command {
  template
    .command('check <file-or-template>')
    .description('look a template, an HTML file or a finished .eml over before it is mailed')
    .option('--no-links', 'do not ask whether links answer')
    .option('--notice', 'it is a message to one person, which nobody unsubscribes from')
    .option('--language <code>', 'of the findings: en or fr', 'en')
    .option('--json', 'print JSON')
    .addHelpText('after', OUTPUT)
    .exitOverride(endAfterUsage)
    .action(async (name: string, options: Options) => {
      try {
        const findings = await findingsOf(name, options);
        if (isBlocked(findings)) process.exitCode = 1;
        print(options, { findings }, () => sheet(findings));
      } catch (error) {
        // Whoever asked for JSON reads the same document whatever happened.
        if (options.json === true) print(options, failureOf(error), () => '');
        else process.stderr.write(`${errorText(error)}\n`);
        process.exitCode = USAGE;
      }
    });
  return template;
}

/** Commander has said on stderr what is wrong, or on stdout what was asked for. */
function endAfterUsage(error: CommanderError): never {
  if (error.exitCode === 0) process.exit(0);
  if (process.argv.includes('--json')) print({ json: true }, failureOf(error), () => '');
  process.exit(USAGE);
}

function failureOf(error: unknown): object {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
  return { findings: [], error: { code, message: errorText(error) } };
}

async function findingsOf(name: string, options: Options): Promise<PreflightFinding[]> {
  const isFile = /[./\\]/.test(name) || existsSync(name);
  if (!isFile) return ofStored(name, options.language);
  const kind = options.notice === true ? ('notice' as const) : undefined;
  switch (extname(name).toLowerCase()) {
    case '.eml': {
      const eml = readBytes(name, RAW_LIMIT);
      const findings = await checkRaw(eml, { locale: options.language, ...(kind !== undefined && { kind }) });
      const read = await readEml(eml);
      return read === undefined || read.html === null
        ? findings
        : [...findings, ...(await ofWeb(read.html, { ...read, options }))];
    }
    case '.html':
    case '.htm': {
      const html = readText(name);
      const text = twinOf(name);
      const context = { kind: kind ?? 'newsletter' } as const;
      const message = { subject: titleOf(html), html, text, context };
      return [...checkMessage(message, { locale: options.language }), ...(await ofWeb(html, { ...message, options }))];
    }
    case '.mjml':
    case '.liquid':
      return ofTemplateFile(name, options);
    default:
      throw preflightErrors.error('preflight.unreadable', { path: name });
  }
}

async function ofTemplateFile(path: string, options: Options): Promise<PreflightFinding[]> {
  const mjml = readText(path);
  const kind = options.notice === true ? ('notice' as const) : undefined;
  const source = { mjml, plainText: twinOf(path), partials: partialsBeside(path), kind };
  const findings = await inSandbox((sandbox) => checkTemplateSource(source, { sandbox, locale: options.language }));
  if (!options.links) return findings;
  const links = webLinksIn(mjml).filter((href) => !/[{}]|@@/.test(href));
  return [...findings, ...(await ofLinks(links, options.language))];
}

/** The newest version, as it was saved. */
async function ofStored(name: string, locale: string): Promise<PreflightFinding[]> {
  const version = await withToolbox(async (tools) => {
    const [templates, database] = [tools.get(TemplateRepository), tools.get(Database)];
    const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
    if (isId) return templates.currentOf(database, name);
    return (await templates.bySlugs(database, [name])).get(name);
  });
  if (version === undefined) throw preflightErrors.error('preflight.unreadable', { name });
  return inSandbox((sandbox) => checkTemplateSource(version, { sandbox, locale }));
}

async function inSandbox<T>(work: (sandbox: TemplateSandbox) => Promise<T>): Promise<T> {
  const sandbox = new TemplateSandbox({ workers: 1 });
  try {
    return await work(sandbox);
  } finally {
    await sandbox.onModuleDestroy();
  }
}

/** What needs more than the message: which programs show it, and whether its links answer. */
async function ofWeb(
  html: string,
  { subject, text, options }: { subject: string; text: string | null; options: Options },
): Promise<PreflightFinding[]> {
  const support = checkClientSupport({ subject, html, text, context: { kind: 'newsletter' } }, options.language);
  return [...support, ...(options.links ? await ofLinks(webLinksIn(html), options.language) : [])];
}

async function ofLinks(links: readonly string[], locale: string): Promise<PreflightFinding[]> {
  const allowHosts = (process.env['FETCH_ALLOWED_HOSTS'] ?? '').split(',').map((host) => host.trim()).filter((host) => host !== '');
  return worded(deadLinkFindings(await lookAtLinks(links, { fetch: safeFetch, allowHosts })), locale);
} // prettier-ignore

function readBytes(path: string, limit: number): Buffer {
  try {
    const found = statSync(path);
    // A pipe would be waited for, for ever.
    if (!found.isFile()) throw preflightErrors.error('preflight.unreadable', { path });
    if (found.size > limit) throw preflightErrors.error('preflight.too_large', { path, limit });
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'errno' in error)
      throw preflightErrors.error('preflight.unreadable', { path }, { cause: error });
    throw error;
  }
}

/** With the line ends of mail's sources, whatever program wrote it; UTF-16 where it says that it is. */
function readText(path: string): string {
  const bytes = readBytes(path, FILE_LIMIT);
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = mark === 'fffe' ? 'utf-16le' : mark === 'feff' ? 'utf-16be' : 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.includes('\0')) throw preflightErrors.error('preflight.unreadable', { path });
  return text.replaceAll(/\r\n?/g, '\n');
}

function twinOf(path: string): string | null {
  const twin = join(dirname(path), `${basename(path, extname(path))}.txt`);
  return existsSync(twin) ? readText(twin) : null;
}

/** Those of the folder beside it stand before the product's own. */
function partialsBeside(path: string): TemplatePartials {
  const shipped = shippedTemplates().filter(({ kind }) => kind === 'partial');
  const own = shipped.map(({ slug, mjml, plainText }): [string, { mjml: string; text: string }] => {
    return [slug, { mjml, text: plainText }];
  });
  const partials: Record<string, { mjml: string; text: string }> = Object.fromEntries(own);
  for (const name of new Set([...readText(path).matchAll(/\{%-?\s{0,20}render\s{1,20}['"]([a-z0-9-]{1,60})['"]/g)].map(([, slug = '']) => slug))) {
    const file = join(dirname(path), 'partials', `${name}.mjml`);
    if (existsSync(file)) partials[name] = { mjml: readText(file), text: twinOf(file) ?? '' };
  }
  return partials;
} // prettier-ignore

function titleOf(html: string): string {
  return /<title[^>]{0,200}>([^<]{0,1000})/i.exec(html)?.[1]?.trim() ?? '';
}

function sheet(findings: readonly PreflightFinding[]): string {
  if (findings.length === 0) return 'Nothing to say.';
  return findings
    .map(({ level, code, where, message, help }) => {
      const place = [where.part, where.line === undefined ? '' : `line ${where.line}`, where.variant ?? ''];
      return [`${level}  ${message}`, `  ${help}`, `  ${place.filter((part) => part !== '').join(', ')} (${code})`].join('\n');
    })
    .join('\n\n');
} // prettier-ignore
