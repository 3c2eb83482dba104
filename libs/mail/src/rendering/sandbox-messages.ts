import type { PreflightFinding } from '../preflight/finding.js';
import type { MessageToCheck } from '../preflight/message-to-check.js';
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

/** A message to be looked over: a template can make one that takes seconds, which are nobody else's. */
export interface SandboxCheck {
  readonly message: MessageToCheck;
  /** In whose language findings are told. */
  readonly locale: string;
  readonly asker?: string | undefined;
}

/** What a worker is told. */
export type SandboxTask = ({ readonly task: 'render' } & SandboxRequest) | ({ readonly task: 'check' } & SandboxCheck);

/** What a worker says: once that it is ready, then one answer for each request. */
export type SandboxAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rendered'; readonly rendered: RenderedTemplate }
  | { readonly kind: 'checked'; readonly findings: readonly PreflightFinding[] }
  | { readonly kind: 'refused'; readonly code: TemplateErrorCode; readonly problems: readonly TemplateProblem[] }
  /** Not the template's fault, as far as can be told. */
  | { readonly kind: 'failed'; readonly message: string };
