import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { projectPath } from '@app/platform';

const MAIN = projectPath('dist', 'apps', 'cli', 'src', 'main.js');

/** The built command, without a database, without settings. */
function check(args: readonly string[], input: string | Buffer = ''): { status: number | null; stdout: string } {
  const result = spawnSync(process.execPath, [MAIN, 'address', 'check', ...args], { env: {}, input, encoding: 'utf8' });
  expect(result.stderr).toBe('');
  return result;
}

const objects = (stdout: string): unknown[] => stdout.split('\n').slice(0, -1).map((line) => JSON.parse(line) as unknown); // prettier-ignore

describe('colporteur address check', () => {
  it('judges each line of standard input, in order, with every key', () => {
    const long = 'a'.repeat(65_536);
    const input = Buffer.concat([
      Buffer.from(
        `Anna@Bücher.example\r\n\n"John Doe"@example.org\nanna@gmial.com\n${long}\nan\u202Ena\u0085@example.org\n`,
      ),
      Buffer.from([0x61, 0xff, 0x0a]),
      Buffer.from('a@b'),
    ]);
    const { status, stdout } = check(['--json'], input);
    expect(status).toBe(0);
    const rejected = { verdict: 'reject', canonical: null, suggestion: null };
    const accepted = { verdict: 'accept', reason: null, suggestion: null };
    expect(objects(stdout)).toEqual([
      { ...accepted, input: 'Anna@Bücher.example', canonical: 'anna@xn--bcher-kva.example' },
      { ...rejected, input: '', reason: 'empty' },
      { ...accepted, input: '"John Doe"@example.org', canonical: '"john doe"@example.org' },
      { ...accepted, input: 'anna@gmial.com', canonical: 'anna@gmial.com', suggestion: 'anna@gmail.com' },
      { ...rejected, input: long, reason: 'too_long' },
      { ...rejected, input: 'an\u202Ena\u0085@example.org', reason: 'control_character' },
      { ...rejected, input: 'a\uFFFD', reason: 'malformed_text' },
      { ...rejected, input: 'a@b', reason: 'bare_host' },
    ]);
    // Nothing that a terminal or another reader of lines takes for an order.
    expect(stdout).not.toMatch(/[\u0080-\u009F\u202E]/);
  });

  it('judges its arguments, empty ones and those that begin with a hyphen too, and tells a person in words', () => {
    const { status, stdout } = check(['anna@gmail.con', '', '-a@example.org', '-h@example.org', 'anna@localhost']);
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'accept  anna@gmail.con  (anna@gmail.com?)',
      'reject  "": nothing, or white space only',
      'accept  -a@example.org',
      'accept  -h@example.org',
      expect.stringMatching(/^reject {2}"anna@localhost": a name that public DNS never holds/),
      '',
    ]);
  });
});
