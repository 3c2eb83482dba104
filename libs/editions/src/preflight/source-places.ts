import type { PreflightFinding, RawFinding, TemplatePartials, TemplateProblem } from '@app/mail';

/** From the HTML that was made back to the MJML it was made from: an author looks for the line they wrote. */

/** Characters of an excerpt that are looked for; shorter ones stand everywhere. */
const [SHORTEST, LONGEST] = [4, 40];

/** Why a template cannot be rendered, as a finding; of the finished HTML no line is told, which nobody wrote. */
export function problemFinding({ part, line, partial, message }: TemplateProblem): RawFinding {
  const place =
    part === 'html' ? {} : { ...(line !== undefined && { line }), ...(partial !== undefined && { partial }) };
  return {
    name: 'template_invalid',
    where: { part: 'template', ...place, excerpt: part },
    values: { problem: message },
  };
}

/** Pictures without words in the source: MJML writes an empty `alt` for them, as if they decorated. */
export function picturesWithoutWords(mjml: string): RawFinding[] {
  const defaults = /<mj-attributes\b[^]{0,20000}?<\/mj-attributes>/i.exec(mjml)?.[0] ?? '';
  if (/<mj-(?:image|all)\b[^<>]{0,2000}\balt\s*=/i.test(defaults)) return [];
  const source = mjml.replace(defaults, (text) => text.replaceAll(/[^\n]/g, ' '));
  return [...source.matchAll(/<mj-(?:image|carousel-image|social-element)\b(?:[^<>"']|"[^"]{0,2000}"|'[^']{0,2000}'){0,200}>/gi)]
    .filter(([tag]) => /<mj-image/i.test(tag) && !/\salt\s*=/i.test(tag))
    .map(({ 0: tag, index }) => ({
      name: 'alt_missing' as const,
      where: { part: 'template' as const, line: lineOf(mjml, index), excerpt: tag },
    }));
} // prettier-ignore

/** With the line of the template or partial where what is shown stands there; else as it was. */
export function inSource(
  finding: PreflightFinding,
  { mjml, partials = {} }: { readonly mjml: string; readonly partials?: TemplatePartials },
): PreflightFinding {
  const { part, excerpt } = finding.where;
  if (part !== 'html' || excerpt === undefined) return finding;
  const attribute = /\s(?:href|src|id)="([^"]{4,200})"/.exec(excerpt)?.[1];
  const wanted = attribute ?? (excerpt.startsWith('<') ? undefined : excerpt.slice(0, LONGEST).replace(/…$/, ''));
  if (wanted === undefined || wanted.length < SHORTEST) return finding;
  const sources = [{ mjml }, ...Object.entries(partials).map(([partial, own]) => ({ partial, mjml: own.mjml }))];
  const found = sources.find((source) => source.mjml.includes(wanted));
  if (found === undefined) return finding;
  const { mjml: written, ...partial } = found;
  return {
    ...finding,
    where: { ...finding.where, part: 'template', line: lineOf(written, written.indexOf(wanted)), ...partial },
  };
}

function lineOf(text: string, until: number): number {
  return text.slice(0, until).split('\n').length;
}
