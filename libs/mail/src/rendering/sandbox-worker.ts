/**
 * The inside of the sandbox: a worker thread with no environment, no output and little memory that renders what it is
 * told, one after the other. See `TemplateSandbox`, which starts and ends it.
 */
import { errorText, loadMessages, projectPath, type Messages } from '@app/platform';
import { parentPort } from 'node:worker_threads';
import { TemplateError, type TemplateErrorCode } from '../templates/template.errors.js';
import { compileMjml } from './mjml-compiling.js';
import type { MessageCatalogue, SandboxAnswer, SandboxRequest } from './sandbox-messages.js';
import { renderTemplate } from './template-rendering.js';

/** Characters of both parts; Gmail clips at a twentieth, and nobody looks at a preview of more. */
const MOST_OUTPUT = 2_000_000;

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

async function answer({ locale, catalogue, ...source }: SandboxRequest): Promise<SandboxAnswer> {
  try {
    const rendered = await renderTemplate({ ...source, translator: messages(catalogue).translator(locale) });
    if (rendered.html.length + rendered.text.length <= MOST_OUTPUT) return { kind: 'rendered', rendered };
    const message = `It makes more than ${MOST_OUTPUT} characters.`;
    return { kind: 'refused', code: 'template.too_large', problems: [{ part: 'html', message }] };
  } catch (error) {
    if (!(error instanceof TemplateError)) return { kind: 'failed', message: errorText(error) };
    return { kind: 'refused', code: error.code as TemplateErrorCode, problems: error.problems };
  }
}

if (parentPort === null) throw new Error('the inside of the sandbox was started outside of it');
const port = parentPort;
port.on('message', (request: SandboxRequest) => {
  void answer(request).then((said) => {
    port.postMessage(said);
  });
});
for (const catalogue of ['editions', 'mail'] as const) messages(catalogue);
// The first compilation loads MJML and is by far the slowest; nobody should wait for it with their own template.
await compileMjml(
  '<mjml><mj-body><mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section></mj-body></mjml>',
);
port.postMessage({ kind: 'ready' } satisfies SandboxAnswer);
