import { CatalogueError } from '@app/platform';

/** One thing to put right. `line` and `column` are 1-based; absent where the fault has no place, such as a limit. */
export interface TemplateProblem {
  /** Where it was found: while Liquid, MJML or the look at the finished HTML had their turn. */
  readonly part: 'liquid' | 'mjml' | 'html' | 'text' | 'subject';
  /** Of the template's own source, or of its partial's. For `html`, of the finished HTML. */
  readonly line?: number;
  readonly column?: number;
  /** The partial that holds the line; left out: the template itself. */
  readonly partial?: string;
  /** Slug of the template a partial was tried in, where the line is that one's. */
  readonly template?: string;
  /** Where a tool has something better to do than show the message: `unknown_variable`, `removed`, `no_mjml`. */
  readonly code?: 'unknown_variable' | 'removed' | 'no_mjml';
  readonly message: string;
}

/** Why a rendering ended: what the template says, or a limit of the sandbox that it passed. */
export type TemplateErrorCode =
  'template.invalid' | 'template.too_slow' | 'template.too_large' | 'template.too_much_memory';

/**
 * A template that cannot be rendered, or would render to what mail clients refuse. Code `template.invalid` unless a limit
 * of the sandbox was passed, always with at least one problem: a template's author needs the line, not the stack.
 */
export class TemplateError extends CatalogueError {
  constructor(
    readonly problems: readonly TemplateProblem[],
    { code = 'template.invalid', ...options }: ErrorOptions & { readonly code?: TemplateErrorCode } = {},
  ) {
    super(
      code,
      'invalid',
      ['The template cannot be rendered.', ...problems.map(describe)].join('\n'),
      { problems },
      options,
    );
  }
}

function describe({ part, line, partial, template, message }: TemplateProblem): string {
  const source = partial ?? template;
  const place = source === undefined ? part : `${part} of "${source}"`;
  return line === undefined ? `${place}: ${message}` : `${place}, line ${line}: ${message}`;
}
