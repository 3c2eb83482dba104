import { describe, expect, it } from '@jest/globals';
import type { PreflightFinding } from '../preflight/finding.js';
import type { SandboxCheck, SandboxRequest } from '../rendering/sandbox-messages.js';
import type { RenderedTemplate } from '../rendering/template-rendering.js';
import { TemplateSandbox } from '../rendering/template-sandbox.js';
import { TemplateError } from '../templates/template.errors.js';
import { JudgeNotice } from './judge-notice.service.js';

/** Counts who asks for how much at once; from the second request on a template hangs. */
class CountingSandbox extends TemplateSandbox {
  readonly askers: (string | undefined)[] = [];
  readonly checkers: (string | undefined)[] = [];
  most = 0;
  #underWay = 0;

  constructor(private readonly hangs: boolean) {
    super();
  }

  override async render({ asker, data }: SandboxRequest): Promise<RenderedTemplate> {
    this.askers.push(asker);
    this.#underWay += 1;
    this.most = Math.max(this.most, this.#underWay);
    await Promise.resolve();
    this.#underWay -= 1;
    if (this.hangs && this.askers.length > 1) throw new TemplateError([{ part: 'liquid', message: 'It hangs.' }]);
    const url = (data['action'] as { readonly url: string } | null)?.url ?? '';
    return { html: `<p>${url}</p>`, text: url };
  }

  override async check({ asker }: SandboxCheck): Promise<readonly PreflightFinding[]> {
    this.checkers.push(asker);
    return Promise.resolve([]);
  }
}

const frame = { mjml: '', plainText: '', partials: {} };

describe('judging a frame of notices', () => {
  it('asks in the name of its author, for one rendering at a time', async () => {
    const sandbox = new CountingSandbox(false);
    await new JudgeNotice(sandbox).judge('notice', frame, { asker: 'one' });
    expect(sandbox.askers.length).toBeGreaterThan(4);
    expect(new Set([...sandbox.askers, ...sandbox.checkers])).toEqual(new Set(['one']));
    expect(sandbox.checkers).toHaveLength(sandbox.askers.length);
    expect(sandbox.most).toBe(1);
  });

  it('asks for no more once one has failed', async () => {
    const sandbox = new CountingSandbox(true);
    await expect(new JudgeNotice(sandbox).judge('notice', frame, { asker: 'one' })).rejects.toThrow(TemplateError);
    expect(sandbox.askers).toHaveLength(2);
  });
});
