import { existsSync } from 'node:fs';
import { InvalidArgumentError, type Command, type CommanderError } from 'commander';
import {
  checkClientSupport,
  checkMessage,
  checkRaw,
  deadLinkFindings,
  isBlocked,
  lookAtLinks,
  readEml,
  templateErrors,
  TemplateRepository,
  TemplateSandbox,
  webLinksIn,
  worded,
  type PreflightFinding,
} from '@app/mail';
import { checkTemplateSource } from '@app/editions';
import { Database, errorText, isId, safeFetch } from '@app/platform';
import { withToolbox } from '../toolbox.js';
import { usageFailure } from '../usage-error.js';
import {
  fileKinds,
  partialsBeside,
  readChecked,
  textOf,
  twinOf,
  twinPath,
  type CheckedFile,
  type FileKind,
} from './checked-file.js';
import { findingSheet, type PartFiles } from './finding-sheet.js';
import { terminalJson } from './print.js';

interface Options {
  json?: boolean;
  links: boolean;
  language: 'en' | 'fr';
  notice?: boolean;
  as?: FileKind;
}

interface Checked {
  readonly findings: readonly PreflightFinding[];
  readonly files: PartFiles;
}

const OUTPUT = `
A file is .mjml (its plain text is the .txt beside it, its partials those in the folder partials/), .html (its plain text
likewise) or .eml; - reads one of them from a pipe. Any other name is the slug or id of a stored template. Templates are
filled with samples.

With --json: {"findings": [{level, code, where, message, help, source}]}; level is block or warn, where has part and may
have line, excerpt, block and variant. What could not be looked at has no findings, and error: {code, message}.

Exit status:
  0  nothing blocks
  1  something blocks
  2  nothing was looked at: a wrong option, no such template or file, a folder, a file that is no text, or is too large
     (2 MB; .eml 10 MB)

docs/preflight.md lists every finding.`;

/** Nothing was looked at. */
const USAGE = 2;

/** What would keep a mail from leaving. Files need no database and no running instance. */
export function addTemplateCheck(template: Command): Command {
  template
    .command('check <file-or-template>')
    .description('look a template, an HTML file or a finished .eml over before it is mailed')
    .option('--no-links', 'do not ask whether links answer')
    .option('--notice', 'it is a message to one person, which nobody unsubscribes from')
    .option('--as <kind>', `what a file is whose name does not say it: ${fileKinds.join(', ')}`, oneOf(fileKinds))
    .option('--language <code>', 'of the findings: en or fr', oneOf(['en', 'fr']), 'en')
    .option('--json', 'print JSON')
    .addHelpText('after', OUTPUT)
    .exitOverride(endAfterUsage)
    .action(async (name: string, options: Options) => {
      try {
        const { findings: found, files } = await check(name, options);
        const findings = [
          ...found.filter(({ level }) => level === 'block'),
          ...found.filter(({ level }) => level === 'warn'),
        ];
        if (isBlocked(findings)) process.exitCode = 1;
        write(options.json === true ? terminalJson({ findings }) : findingSheet(findings, name, files));
      } catch (error) {
        // Whoever asked for JSON reads the same document whatever happened.
        if (options.json === true) write(terminalJson(failureOf(error)));
        else process.stderr.write(`${errorText(error)}\n`);
        process.exitCode = USAGE;
      }
    });
  return template;
}

function write(text: string): void {
  process.stdout.write(`${text}\n`);
}

function oneOf<T extends string>(known: readonly T[]): (given: string) => T {
  return (given) => {
    const found = known.find((one) => one === given);
    if (found === undefined) throw new InvalidArgumentError(`One of ${known.join(', ')}.`);
    return found;
  };
}

/** Commander has said on stderr what is wrong, or on stdout what was asked for. */
function endAfterUsage(error: CommanderError): never {
  if (error.exitCode === 0) process.exit(0);
  if (process.argv.includes('--json')) write(terminalJson(failureOf(error)));
  process.exit(USAGE);
}

function failureOf(error: unknown): object {
  const usage = usageFailure(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
  return { findings: [], error: { code: usage?.code ?? code, message: usage?.message ?? errorText(error) } };
}

async function check(name: string, options: Options): Promise<Checked> {
  const isFile = name === '-' || options.as !== undefined || /[./\\]/.test(name) || existsSync(name);
  if (!isFile) return { findings: await ofStored(name, options.language), files: {} };
  const file = await readChecked(name, options.as);
  const twin = twinPath(name);
  const beside = twin === undefined ? {} : { text: twin };
  switch (file.kind) {
    case 'eml':
      return { findings: await ofMessage(file, options), files: { headers: name, message: name } };
    case 'html':
      return { findings: await ofPage(file, options), files: { html: name, ...beside } };
    case 'mjml':
      return { findings: await ofTemplate(file, options), files: { template: name } };
  }
}

async function ofMessage({ bytes }: CheckedFile, options: Options): Promise<PreflightFinding[]> {
  const kind = options.notice === true ? ('notice' as const) : undefined;
  const findings = checkRaw(bytes, { locale: options.language, ...(kind !== undefined && { kind }) });
  const read = readEml(bytes);
  return read.html === null ? findings : [...findings, ...(await ofWeb(read.html, { ...read, options }))];
}

async function ofPage({ path, bytes }: CheckedFile, options: Options): Promise<PreflightFinding[]> {
  const [page, twin] = [textOf(bytes, { path, part: 'html' }), twinOf(path)];
  const context = { kind: options.notice === true ? 'notice' : 'newsletter' } as const;
  const message = { subject: titleOf(page.text), html: page.text, text: twin?.text ?? null, context };
  return [
    ...worded([...page.findings, ...(twin?.findings ?? [])], options.language),
    ...checkMessage(message, { locale: options.language }),
    ...(await ofWeb(page.text, { ...message, options })),
  ];
}

async function ofTemplate({ path, bytes }: CheckedFile, options: Options): Promise<PreflightFinding[]> {
  const [{ text: mjml, findings: octets }, twin] = [textOf(bytes, { path, part: 'template' }), twinOf(path)];
  const kind = options.notice === true ? ('notice' as const) : undefined;
  const source = { mjml, plainText: twin?.text ?? null, partials: partialsBeside(path, mjml), kind };
  const found = await inSandbox((sandbox) => checkTemplateSource(source, { sandbox, locale: options.language }));
  const findings = [...worded([...octets, ...(twin?.findings ?? [])], options.language), ...found];
  if (!options.links) return findings;
  const links = webLinksIn(mjml).filter((href) => !/[{}]|@@/.test(href));
  return [...findings, ...(await ofLinks(links, options.language))];
}

/** The newest version, as it was saved. */
async function ofStored(name: string, locale: string): Promise<PreflightFinding[]> {
  const version = await withToolbox(async (tools) => {
    const [templates, database] = [tools.get(TemplateRepository), tools.get(Database)];
    if (isId(name)) return templates.currentOf(database, name);
    return (await templates.bySlugs(database, [name])).get(name);
  });
  if (version === undefined) throw templateErrors.error('template.not_found', { name });
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

function titleOf(html: string): string {
  return /<title[^>]{0,200}>([^<]{0,1000})/i.exec(html)?.[1]?.trim() ?? '';
}
