import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';
import { z } from 'zod';

const MAIN = projectPath('dist', 'apps', 'cli', 'src', 'main.js');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'colporteur-check-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | null;
  readonly codes: readonly string[];
  readonly error: string | undefined;
}

/** What scripts read. A field more or less is a change they must be told of. */
const document = z.strictObject({
  findings: z.array(
    z.strictObject({
      level: z.enum(['block', 'warn']),
      code: z.string().regex(/^preflight\.[a-z_]+$/),
      where: z.strictObject({
        part: z.enum(['html', 'text', 'subject', 'headers', 'message', 'template', 'edition']),
        line: z.int().positive().optional(),
        excerpt: z.string().min(1).max(160).optional(),
        block: z.string().optional(),
        variant: z.string().optional(),
      }),
      message: z.string().min(1),
      help: z.string().min(1),
      source: z.string().min(1),
    }),
  ),
  error: z.strictObject({ code: z.string(), message: z.string().min(1) }).optional(),
});

function check(...args: string[]): Answer {
  return checkPiped('', ...args);
}

function checkPiped(input: string, ...args: string[]): Answer {
  const ran = spawnSync(process.execPath, [MAIN, 'template', 'check', ...args, '--json'], { env: {}, encoding: 'utf8', input });
  const { findings, error } = document.parse(JSON.parse(ran.stdout));
  return { status: ran.status, codes: findings.map(({ code }) => code), error: error?.code };
} // prettier-ignore

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const page = (words: string): string => `<!doctype html>
<html lang="en" dir="ltr"><head><title>The harbour opens again</title></head>
<body><p>${words}</p><p>Phare Media, 1 Quay, desk@phare.example</p>
<p><a href="https://phare.example/unsubscribe/x">Unsubscribe</a></p></body></html>`;
const TEXT =
  'The harbour opens again.\nPhare Media, 1 Quay, desk@phare.example\nUnsubscribe: https://phare.example/unsubscribe/x\n';

describe('colporteur template check', () => {
  it('says 2 and why of what is no message, always as JSON', () => {
    mkdirSync(join(folder, 'folder.html'));
    const large = file('large.html', '');
    truncateSync(large, 50 * 1024 * 1024);
    expect(check(join(folder, 'folder.html'))).toEqual({ status: 2, codes: [], error: 'preflight.unreadable' });
    expect(check(large)).toEqual({ status: 2, codes: [], error: 'preflight.too_large' });
    expect(check('--nonsense', large)).toMatchObject({ status: 2, error: 'cli.option_unknown' });
  }); // prettier-ignore

  it('reads UTF-16 and every line end, and says 0 where nothing blocks', () => {
    file('sound.txt', TEXT.replaceAll('\n', '\r\n'));
    const utf16 = Buffer.from(`\uFEFF${page('The harbour opens again.').replaceAll('\n', '\r\n')}`, 'utf16le');
    expect(check(file('sound.html', utf16), '--no-links')).toMatchObject({ status: 0, error: undefined });
  });

  it('says 1 where something blocks: no twin, an empty mail', () => {
    expect(check(file('alone.html', page('The harbour opens again.')), '--no-links')).toMatchObject({ status: 1, codes: expect.arrayContaining(['preflight.text_missing']) as unknown });
    expect(check(file('empty.eml', ''), '--no-links').status).toBe(1);
  }); // prettier-ignore

  it('reads a pipe', () => {
    expect(checkPiped('Bcc: lea@readers.example\n\nLe port\n', '-').codes).toContain('preflight.header_bcc');
  });
});
