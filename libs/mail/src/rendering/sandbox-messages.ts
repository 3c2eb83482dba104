import type { TemplateErrorCode, TemplateProblem } from '../templates/template.errors.js';
import type { RenderedTemplate, TemplatePartials } from './template-rendering.js';

/** Whose words `t` speaks: those of the editions, or of the notices. */
export type MessageCatalogue = 'editions' | 'mail';

/** A rendering as it crosses into a worker: texts and plain data, nothing that could be called. */
export interface SandboxRequest {
  readonly mjml: string;
  readonly text: string;
  readonly subject?: string;
  readonly partials?: TemplatePartials;
  readonly data: Readonly<Record<string, unknown>>;
  readonly locale: string;
  readonly catalogue: MessageCatalogue;
  /** Whose it is, so that one who asks for a lot leaves a worker to the others; left out: nobody in particular. */
  readonly asker?: string | undefined;
}

/** What a worker says: once that it is ready, then one answer for each request. */
export type SandboxAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rendered'; readonly rendered: RenderedTemplate }
  | { readonly kind: 'refused'; readonly code: TemplateErrorCode; readonly problems: readonly TemplateProblem[] }
  /** Not the template's fault, as far as can be told. */
  | { readonly kind: 'failed'; readonly message: string };
