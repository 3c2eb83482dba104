import {
  checkClientSupport,
  checkMessage,
  loadNoticeMessages,
  noticeKinds,
  noticeParts,
  noticeSample,
  readerMarks,
  TemplateError,
  worded,
  type MessageContext,
  type PreflightFinding,
  type RenderedTemplate,
  type TemplatePartials,
  type TemplateSandbox,
} from '@app/mail';
import { loadMessages, projectPath, type Messages, type TemplateKind } from '@app/platform';
import { DigestView } from '../digest/digest-view.js';
import { sampleNewsletter } from '../workshop/sample-newsletter.js';
import {
  SAMPLE_DAY,
  sampleBlocks,
  sampleLanguages,
  type SampleLanguage,
  type SampleName,
} from '../workshop/samples.js';
import { inSource, picturesWithoutWords, problemFinding } from './source-places.js';
import { unlabelledSponsors } from './sponsor-label.js';

export interface TemplateSource {
  readonly mjml: string;
  /** null: it has no plain-text twin. */
  readonly plainText: string | null;
  readonly partials: TemplatePartials;
  /** Left out: as its source shows. */
  readonly kind?: TemplateKind | undefined;
}

/** Every kind of block and what breaks layouts; sixty stories are a size of their own and not looked at here. */
const SAMPLES: readonly SampleName[] = ['ordinary', 'no-picture', 'sponsor'];
/** Where the links of a sample lead: a host that is nobody's. */
const PUBLIC_URL = 'https://newsletters.newsroom.example';
const NOTICE_NAMES = /\{[{%][^{}%]{0,200}\b(?:paragraphs|fallbackNote|action\.(?:url|label))\b/;

let messages: Messages | undefined;

/**
 * What preflight says of a template filled with samples, in the sandbox: in the one language it is written for, or in a
 * language of each direction. Needs no database. The same fault in several samples is told once.
 */
export async function checkTemplateSource(
  source: TemplateSource,
  { sandbox, locale }: { readonly sandbox: TemplateSandbox; readonly locale: string },
): Promise<PreflightFinding[]> {
  const kind = source.kind ?? kindOf(source.mjml);
  const findings: PreflightFinding[] = worded(picturesWithoutWords(source.mjml), locale);
  for (const trial of trialsOf(kind, source)) {
    try {
      const rendered = await sandbox.render({ ...trial.request, mjml: trial.mjml, partials: source.partials });
      findings.push(...found(rendered, trial, locale));
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      // What a partial is given it knows from the template that names it; alone it can only be misspelt.
      const problems = error.problems.filter(
        ({ message }) => kind !== 'partial' || !/^undefined variable/.test(message),
      );
      return worded(problems.map(problemFinding), locale);
    }
  }
  const all = findings.map((finding) => inSource(finding, source));
  return distinct(kind === 'partial' ? all.filter(({ code }) => isOfPartial(code)) : all);
}

interface Trial {
  readonly mjml: string;
  readonly hasText: boolean;
  readonly request: { text: string; data: Readonly<Record<string, unknown>>; locale: string; catalogue: 'editions' | 'mail' };
  readonly subject: string;
  readonly context: MessageContext;
  readonly sponsors?: { readonly blocks: ReturnType<typeof sampleBlocks>; readonly label: string };
} // prettier-ignore

function trialsOf(kind: TemplateKind, source: TemplateSource): Trial[] {
  const languages = languagesOf(source.mjml);
  if (kind === 'notice') return languages.flatMap((language) => noticeTrials(source, language));
  // A language of each direction; the samples differ in their blocks only, so that one of them is enough for the second.
  return languages.flatMap((language, index) =>
    (index === 0 ? SAMPLES : SAMPLES.slice(0, 1)).map((sample) => editionTrial(kind, source, { sample, language })),
  );
}

function editionTrial(
  kind: TemplateKind,
  { mjml, plainText }: TemplateSource,
  { sample, language }: { readonly sample: SampleName; readonly language: SampleLanguage },
): Trial {
  messages ??= loadMessages(projectPath('libs', 'editions', 'locales'));
  const translator = messages.translator(language);
  const newsletter = sampleNewsletter(language);
  const blocks = sampleBlocks(sample, language);
  const editionKind = kind === 'flash' || kind === 'letter' || kind === 'correction' ? kind : ('digest' as const);
  const view = new DigestView({ newsletter, ...SAMPLE_DAY, kind: editionKind, blocks, translator, publicUrl: PUBLIC_URL });
  const head = view.head();
  const { brand, contactAddress } = newsletter;
  const sender = { names: [brand.name, brand.legalName, newsletter.name], contactAddress };
  // A template without a place to fill says who sends it in its own words.
  const isFilled = /\{\{/.test(mjml);
  return {
    mjml: kind === 'partial' ? framed(mjml) : mjml,
    hasText: plainText !== null,
    request: { text: plainText ?? '', data: { ...view.data(head) }, locale: language, catalogue: 'editions' },
    subject: head.subject,
    // Without any place to fill it has none for the reader's own links either, and is judged by what its links say.
    context: { kind: 'newsletter', language, ...(/\{[{%]/.test(mjml) && { marks: readerMarks }), variant: `${sample}, ${language}`, ...(isFilled && { sender }) },
    sponsors: { blocks, label: translator.t('digest.sponsor_label') },
  };
} // prettier-ignore

function noticeTrials({ mjml, plainText }: TemplateSource, language: SampleLanguage): Trial[] {
  const translator = loadNoticeMessages().translator(language);
  return noticeKinds
    .filter((kind) => kind === 'confirmation' || kind === 'address_changed')
    .map((kind): Trial => {
      const data = noticeSample(kind);
      const { values, subject } = noticeParts(kind, data, translator);
      const sender = { names: [data.brand.name, data.brand.legalName], contactAddress: data.brand.contactAddress };
      return {
        mjml,
        hasText: plainText !== null,
        request: { text: plainText ?? '', data: values, locale: language, catalogue: 'mail' },
        subject,
        context: { kind: 'notice', language, sender, variant: `${kind}, ${language}` },
      };
    });
}

function found({ html, text }: RenderedTemplate, trial: Trial, locale: string): PreflightFinding[] {
  const { subject, context, hasText, sponsors } = trial;
  const message = { subject, html, text: hasText ? text : null, context };
  const labels =
    sponsors === undefined
      ? []
      : unlabelledSponsors(sponsors.blocks, { html, text }, { label: sponsors.label, locale }).filter(
          ({ where }) => hasText || where.part === 'html',
        );
  return [...labels, ...checkMessage(message, { locale }), ...checkClientSupport(message, locale)];
}

function kindOf(mjml: string): TemplateKind {
  // Neither a tag nor a place to fill: rendering says that it is no MJML, where a partial would be framed and look empty.
  if (!/<mjml[\s>]/i.test(mjml)) return /<[a-z]|\{[{%]/i.test(mjml) ? 'partial' : 'digest';
  return NOTICE_NAMES.test(mjml) ? 'notice' : 'digest';
}

/** The one it is written in, or one of each direction. */
function languagesOf(mjml: string): readonly SampleLanguage[] {
  const lang = /<mjml\b[^<>]{0,500}?\slang=["']([a-z]{2})(?:-[A-Za-z0-9-]{1,20})?["']/i.exec(mjml)?.[1]?.toLowerCase();
  const own = sampleLanguages.find((language) => language === lang);
  if (own !== undefined) return [own];
  return /\{[{%]/.test(mjml) && lang === undefined ? ['en', 'ar'] : ['en'];
}

/** By itself a partial is no mail. */
function framed(mjml: string): string {
  const isSection = /<mj-(?:section|wrapper|hero|raw)\b/i.test(mjml);
  const inner = isSection || mjml.trim() === '' ? mjml : `<mj-section><mj-column>${mjml}</mj-column></mj-section>`;
  return `<mjml><mj-head><mj-title>-</mj-title></mj-head><mj-body>${inner}</mj-body></mjml>`;
}

function isOfPartial(code: string): boolean {
  return !/^preflight\.(?:unsubscribe|sender|contact|text_|subject|sponsor|size|link_anchor)/.test(code);
}

/** The first of each fault: a footer's is in every sample. */
function distinct(findings: readonly PreflightFinding[]): PreflightFinding[] {
  const kept = new Map<string, PreflightFinding>();
  for (const finding of findings) {
    const { part, excerpt = '' } = finding.where;
    const key = `${finding.code} ${part} ${finding.message} ${/link|alt|picture/.test(finding.code) ? excerpt : ''}`;
    if (!kept.has(key)) kept.set(key, finding);
  }
  const all = [...kept.values()];
  return [...all.filter(({ level }) => level === 'block'), ...all.filter(({ level }) => level === 'warn')];
}
