import { Injectable } from '@nestjs/common';
import {
  JudgeNotice,
  ManageTemplates,
  readerMarks,
  ruleOf,
  TemplateError,
  templateErrors,
  TemplateRepository,
  TemplateSandbox,
  type MessageToCheck,
  type PreflightFinding,
  type TemplateCandidate,
  type TemplateProblem,
  type TemplateVersion,
} from '@app/mail';
import { Config, Database, fallbackLocale, type EditionKind } from '@app/platform';
import { NewsletterRepository } from '../newsletters/newsletter.repository.js';
import { inSource } from '../preflight/source-places.js';
import { RenderWorkshop, type WorkshopRendering, type WorkshopTemplate } from './render-workshop.service.js';
import { sampleLanguages, type SampleName } from './samples.js';

/** What breaks templates most: a day with everything, and one without pictures. */
const SAMPLES: readonly SampleName[] = ['ordinary', 'no-picture'];

/** Each language is a rendering of each sample: beyond these the rest is like one of them. */
const MOST_LANGUAGES = 8;

/** Templates that a partial is tried in; the rest is looked at when they take it. */
const MOST_USERS = 5;

/** What a partial that nobody holds is read in: one for each of its parts, for the first fault ends a rendering. */
const HOSTS: readonly ((slug: string) => WorkshopTemplate)[] = [
  (slug) => ({ mjml: `<mjml><mj-body>{% render '${slug}' %}</mj-body></mjml>`, plainText: '' }),
  (slug) => ({ mjml: '<mjml><mj-body></mj-body></mjml>', plainText: `{% render '${slug}' %}` }),
];

export interface Judging {
  /** In whose language findings are told. */
  readonly locale?: string;
  /** True: what blocks is answered for by somebody. Nothing is mailed by it: each edition is looked at again. */
  readonly overrides?: boolean;
  /** Whose it is, so that one that hangs holds up its author alone; left out: nobody in particular. */
  readonly asker?: string | undefined;
}

/** Whether a template may become a version: it renders with the samples, and what it makes may leave. */
@Injectable()
export class JudgeTemplate {
  constructor(
    private readonly database: Database,
    private readonly newsletters: NewsletterRepository,
    private readonly templates: TemplateRepository,
    private readonly managing: ManageTemplates,
    private readonly workshop: RenderWorkshop,
    private readonly notices: JudgeNotice,
    private readonly sandbox: TemplateSandbox,
    private readonly config: Config,
  ) {}

  /**
   * Answers the codes of what blocks and is answered for, each once.
   *
   * @throws TemplateError, `template.blocked` with its `findings`
   */
  async judge(candidate: TemplateCandidate, judging: Judging = {}): Promise<string[]> {
    switch (candidate.kind) {
      case 'partial':
        return this.partial(candidate, judging);
      case 'notice':
        return passing(await this.notices.judge(candidate.slug, candidate, judging), candidate, judging);
      default:
        return this.edition(candidate, candidate.kind, judging);
    }
  }

  /**
   * Tried in the templates that hold it, for by itself it is not a mail. They keep the one they pinned until they are
   * published again, which judges them anew; here a designer is to learn of it early. What no template holds yet is read.
   */
  private async partial(candidate: TemplateCandidate, judging: Judging): Promise<string[]> {
    const { templateId, slug, mjml, plainText: text, partials } = candidate;
    const newest = templateId === null ? undefined : await this.templates.currentOf(this.database, templateId);
    const users = newest === undefined ? [] : await this.managing.usersOfPartial(this.database, newest);
    const versions = await this.templates.bySlugs(this.database, users.map((user) => user.slug));
    const within = [...versions.values()].filter(({ kind }) => kind !== 'partial').slice(0, MOST_USERS);
    if (within.length === 0) await this.read(candidate, judging);
    const lifted: string[] = [];
    for (const user of within) {
      const tried = { ...user, partials: { ...user.partials, ...partials, [slug]: { mjml, text } } };
      lifted.push(...(await this.judge(tried, judging).catch((error: unknown) => { throw asked(error, user.slug); })));
    }
    return [...new Set(lifted)];
  } // prettier-ignore

  /** Whether Liquid can read both parts. What it is given and where it stands only the template knows that will name it. */
  private async read({ slug, mjml, plainText: text, partials }: TemplateCandidate, { asker }: Judging): Promise<void> {
    const all = { ...partials, [slug]: { mjml, text } };
    const problems: TemplateProblem[] = [];
    for (const template of HOSTS.map((host) => host(slug))) {
      try {
        await this.workshop.render({ template: { ...template, partials: all }, content: { sample: 'ordinary' }, asker });
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        const ofLiquid = ({ part, code }: TemplateProblem) => (part === 'liquid' || part === 'text') && code !== 'unknown_variable';
        problems.push(...error.problems.filter(ofLiquid));
      }
    }
    if (problems.length > 0) throw new TemplateError(problems);
  } // prettier-ignore

  private async edition(candidate: TemplateCandidate, kind: EditionKind, judging: Judging): Promise<string[]> {
    const users = await this.usersOf(candidate, kind);
    // The samples differ in their blocks alone: what one language says of the second is true of all.
    const trials = users.flatMap((user, index) => SAMPLES.slice(0, index === 0 ? undefined : 1).map((sample) => ({ ...user, sample })));
    const findings: PreflightFinding[] = [];
    // One after the other: a second worker stays free for whoever types meanwhile.
    for (const { language, newsletterId, sample } of trials) {
      const content = { sample, ...(newsletterId !== undefined && { newsletterId }) };
      const rendering = await this.workshop.render({ template: candidate, content, language, kind, asker: judging.asker });
      const message = messageOf(rendering, { language, publicUrl: this.config.publicUrl });
      const { locale = fallbackLocale, asker } = judging;
      findings.push(...(await this.sandbox.check({ message, locale, asker })));
    }
    return passing(findings, candidate, judging);
  } // prettier-ignore

  /** One newsletter for each language that is mailed with it; without any, two made-up ones that differ in direction. */
  private async usersOf(
    { templateId }: TemplateCandidate,
    kind: EditionKind,
  ): Promise<{ language: string; newsletterId?: string }[]> {
    const all = await this.newsletters.all();
    const users = kind === 'digest' ? all.filter((newsletter) => newsletter.templateId === templateId) : all;
    const spoken = users.filter(({ language }) => (sampleLanguages as readonly string[]).includes(language.split('-')[0] ?? ''));
    const byLanguage = new Map(spoken.map(({ language, id }) => [language, { language, newsletterId: id }]));
    if (byLanguage.size === 0) return [{ language: fallbackLocale }, { language: 'ar' }];
    return [...byLanguage.values()].slice(0, MOST_LANGUAGES);
  } // prettier-ignore
}

/** The codes of what blocks and is answered for. @throws `template.blocked` */
function passing(findings: readonly PreflightFinding[], candidate: TemplateCandidate, judging: Judging): string[] {
  const blocks = findings.filter(({ level }) => level === 'block');
  const standing = blocks.filter(({ code }) => stands(code, judging)).map((finding) => inSource(finding, candidate));
  if (standing.length > 0) throw templateErrors.error('template.blocked', { findings: distinct(standing) });
  return [...new Set(blocks.map(({ code }) => code))];
}

/** The same refusal for who asked about a partial: a line that is not the partial's is that of the template tried in. */
function asked(error: unknown, template: string): unknown {
  if (!(error instanceof TemplateError)) return error;
  const problems = error.problems.map((problem) => (problem.partial === undefined ? { ...problem, template } : problem));
  return new TemplateError(problems, { cause: error });
} // prettier-ignore

/** Somebody may answer for most of what blocks; never for an advertisement that is not labelled or no way out. */
function stands(code: string, { overrides = false }: Judging): boolean {
  return !overrides || ruleOf(code)?.mayOverride !== true;
}

function messageOf(
  { subject, html, text, newsletter }: WorkshopRendering,
  said: { readonly language: string; readonly publicUrl: string },
): MessageToCheck {
  const names = [newsletter.brand.name, newsletter.brand.legalName, newsletter.senderName, newsletter.name];
  const sender = { names, contactAddress: newsletter.contactAddress };
  return { subject, html, text, context: { kind: 'newsletter', ...said, sender, marks: readerMarks } };
}

/** The same fault in every language and sample is one fault, whatever line it is on there. */
function distinct(findings: readonly PreflightFinding[]): PreflightFinding[] {
  const faults = findings.map((finding) => [`${finding.code} ${finding.where.part} ${finding.message}`, finding] as const);
  return [...new Map(faults).values()];
} // prettier-ignore

/** For `archive`: which newsletters still take it. */
export function newslettersUsing(
  newsletters: readonly { readonly id: string; readonly name: string; readonly templateId: string }[],
  { templateId, slug }: TemplateVersion,
): { readonly id: string; readonly name: string }[] {
  const users = newsletters.filter((newsletter) => newsletter.templateId === templateId);
  // New newsletters begin with this one.
  const always = slug === 'digest' ? [{ id: templateId, name: 'new newsletters' }] : [];
  return [...users.map(({ id, name }) => ({ id, name })), ...always];
}
