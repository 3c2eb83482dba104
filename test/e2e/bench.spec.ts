import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectPath } from '@app/platform';
import { expect, it } from '@jest/globals';

/** That the benchmark runs and counts. Its figures are nobody's business here: this machine does other work meanwhile. */
it('measures sending, and counts at the relay what arrived', async () => {
  const main = projectPath('dist', 'apps', 'cli', 'src', 'main.js');
  const { stdout } = await promisify(execFile)(process.execPath, [
    main,
    'bench',
    'send',
    '--readers=100',
    '--rounds=1',
    '--arms=postgres-1,loop',
    '--json',
  ]);
  const figures = { rounds: [expect.any(Number)], messagesPerSecond: expect.any(Number) };
  expect(JSON.parse(stdout)).toMatchObject({
    machine: { node: process.version, cores: expect.any(Number) },
    readers: 100,
    connections: 20,
    messageBytes: expect.any(Number),
    arms: [
      { arm: 'postgres-1', ...figures, processorMicros: { worker: expect.any(Number), postgres: expect.any(Number) } },
      { arm: 'loop', ...figures },
    ],
    lost: 0,
    twice: 0,
    uncertain: 0,
  });
});
