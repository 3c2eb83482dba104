import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectPath } from '@app/platform';
import { expect, it } from '@jest/globals';

/** That the benchmark runs and counts. Its figures are nobody's business here: this machine does other work meanwhile. */
it('measures rendering and sending, and counts who got what at the relay', async () => {
  const main = projectPath('dist', 'apps', 'cli', 'src', 'main.js');
  const { stdout } = await promisify(execFile)(process.execPath, [
    main,
    'bench',
    '--only=render,send',
    '--readers=100',
    '--rounds=1',
    '--json',
  ]);
  const bytes = expect.any(Number);
  const figure = { rounds: [expect.any(Number)], median: expect.any(Number), processorMs: expect.any(Number) };
  expect(JSON.parse(stdout)).toMatchObject({
    machine: { node: process.version, cores: expect.any(Number) },
    render: { stories: 12, runs: 30, medianMs: expect.any(Number), htmlBytes: bytes },
    send: {
      readers: 100,
      connections: 5,
      messageBytes: { colporteur: bytes, plain: bytes },
      colporteur: figure,
      plain: figure,
      ratio: expect.any(Number),
      lost: 0,
      twice: 0,
      uncertain: 0,
    },
  });
});
