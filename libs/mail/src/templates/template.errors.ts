import { CatalogueError } from '@app/platform';

/** One thing to put right. `line` is 1-based; absent where the fault has no place, such as a limit that was passed. */
export interface TemplateProblem {
  /** `liquid`, `text` and `subject`: the line of the template itself. `mjml`: of the MJML that Liquid made from it. */
  readonly part: 'liquid' | 'mjml' | 'html' | 'text' | 'subject';
  readonly line?: number;
  readonly message: string;
}

/**
 * A template that cannot be rendered, or would render to what mail clients refuse. Code `template.invalid`, always with
 * at least one problem: a template's author needs the line, not the stack.
 */
export class TemplateError extends CatalogueError {
  constructor(
    readonly problems: readonly TemplateProblem[],
    options?: ErrorOptions,
  ) {
    super(
      'template.invalid',
      'invalid',
      ['The template cannot be rendered.', ...problems.map(describe)].join('\n'),
      { problems },
      options,
    );
  }
}

function describe({ part, line, message }: TemplateProblem): string {
  return line === undefined ? `${part}: ${message}` : `${part}, line ${line}: ${message}`;
}
