/**
 * The inside of the sandbox: a worker thread with no environment, no output and little memory that renders what it is
 * told and looks over messages, one after the other. See `TemplateSandbox`, which starts and ends it.
 */
import { errorText, loadMessages, projectPath, type Messages } from '@app/platform';
import { parentPort } from 'node:worker_threads';
import { checkMessage } from '../preflight/check-message.js';
import { TemplateError, type TemplateErrorCode } from '../templates/template.errors.js';
import { compileMjml } from './mjml-compiling.js';
import type { MessageCatalogue, SandboxAnswer, SandboxRequest, SandboxTask } from './sandbox-messages.js';
import { renderTemplate, type RenderedTemplate } from './template-rendering.js';

/** Characters of both parts: five times what Gmail shows. What is made here is checked by processes that serve others. */
const MOST_OUTPUT = 500_000;
/** Tags: sixty stories make some 5,000. What looks at a tree takes longer the deeper it is. */
const MOST_TAGS = 12_000;

const folders: Readonly<Record<MessageCatalogue, string>> = {
  editions: projectPath('libs', 'editions', 'locales'),
  mail: projectPath('libs', 'mail', 'locales'),
};
const catalogues = new Map<MessageCatalogue, Messages>();

function messages(catalogue: MessageCatalogue): Messages {
  const known = catalogues.get(catalogue) ?? loadMessages(folders[catalogue]);
  catalogues.set(catalogue, known);
  return known;
}

function excess({ html, text }: RenderedTemplate): string | undefined {
  if (html.length + text.length > MOST_OUTPUT) return `It makes more than ${MOST_OUTPUT} characters.`;
  if (html.split('<').length > MOST_TAGS) return `It makes more than ${MOST_TAGS} tags.`;
  return undefined;
}

async function rendered({
  locale,
  catalogue,
  mjml,
  text,
  subject,
  partials,
  data,
}: SandboxRequest): Promise<SandboxAnswer> {
  try {
    const translator = messages(catalogue).translator(locale);
    const optional = { ...(subject !== undefined && { subject }), ...(partials !== undefined && { partials }) };
    const made = await renderTemplate({ mjml, text, ...optional, data, translator });
    const message = excess(made);
    if (message === undefined) return { kind: 'rendered', rendered: made };
    return { kind: 'refused', code: 'template.too_large', problems: [{ part: 'html', message }] };
  } catch (error) {
    if (!(error instanceof TemplateError)) return { kind: 'failed', message: errorText(error) };
    return { kind: 'refused', code: error.code as TemplateErrorCode, problems: error.problems };
  }
}

async function answer(task: SandboxTask): Promise<SandboxAnswer> {
  if (task.task === 'render') return rendered(task);
  try {
    return { kind: 'checked', findings: checkMessage(task.message, task) };
  } catch (error) {
    return { kind: 'failed', message: errorText(error) };
  }
}

if (parentPort === null) throw new Error('the inside of the sandbox was started outside of it');
const port = parentPort;
port.on('message', (task: SandboxTask) => {
  void answer(task).then((said) => {
    port.postMessage(said);
  });
});
for (const catalogue of ['editions', 'mail'] as const) messages(catalogue);
// The first compilation loads MJML and is by far the slowest; nobody should wait for it with their own template.
await compileMjml(
  '<mjml><mj-body><mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section></mj-body></mjml>',
);
port.postMessage({ kind: 'ready' } satisfies SandboxAnswer);
