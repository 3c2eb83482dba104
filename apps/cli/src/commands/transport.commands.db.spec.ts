import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  commandEnvironment,
  openCommandRunner,
  type CommandResult,
  type CommandRunner,
} from '../../../../test/support/command-runner.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { startScriptedRelay, type ScriptedRelay } from '../../../../test/support/scripted-relay.js';

const PASSWORD = 'a pässword with spaces';

let test: TestDatabase;
let relay: ScriptedRelay;
let commands: CommandRunner;

beforeAll(async () => {
  relay = await startScriptedRelay();
  test = await createTestDatabase({ SMTP_URL: relay.url });
  commands = openCommandRunner(commandEnvironment(test.config));
});
afterAll(async () => {
  await commands.close();
  await test.close();
  await relay.close();
});

const run = (line: string, input = ''): Promise<CommandResult> =>
  commands.run(['transport', ...line.split(' ')], input);

it('adds, shows, changes, tests and retires a relay, and never prints a password', async () => {
  const where = `--host 127.0.0.1 --port ${relay.port} --tls none`;
  const seen = [await run(`add main ${where} --user u --purpose editions notices --for gazette.example`, `${PASSWORD}\n`)];
  expect(seen[0]).toMatchObject({ status: 0, stdout: expect.stringContaining('as u, with a stored password') });
  seen.push(await run('show main --json'));
  expect(JSON.parse(seen[1]?.stdout ?? '')).toMatchObject({ hasPassword: true, purposes: ['editions', 'notices'], sendingDomains: ['gazette.example'], perSecond: null });
  // The relay offers no sign-in.
  seen.push(await run('test main'));
  expect(seen[2]).toMatchObject({ status: 1, stdout: expect.stringContaining('sign_in') });
  seen.push(await run('change main --no-user --no-for --weight 3 --json'));
  expect(JSON.parse(seen[3]?.stdout ?? '')).toMatchObject({ hasPassword: false, username: null, sendingDomains: null, weight: 3, version: 2 });
  expect(await run('test main --to lectrice@readers.example --from matin@gazette.example')).toMatchObject({ status: 0, stdout: expect.stringContaining('message submitted') });
  expect(relay.accepted.map(({ to }) => to)).toEqual([['lectrice@readers.example']]);
  expect(await run('test smtp-url')).toMatchObject({ status: 0, stdout: expect.stringContaining('NOT encrypted') });
  seen.push(await run('list'), await run('retire main'), await run('resume main'));
  expect(seen.at(-1)).toMatchObject({ status: 1, stderr: expect.stringContaining('retired') });
  expect(JSON.stringify(seen)).not.toContain(PASSWORD);
  expect((await commands.run(['secrets', 'rotate'])).stdout).toContain('0 sealed anew');
}); // prettier-ignore

it.each(['add x --host h', 'add X --host h --port 1', 'add x --host smtp://h --port 25', 'add x --host h --port 25 --connections 0'])(
  'refuses %p before it touches anything',
  async (line) => {
    expect((await run(line)).status).not.toBe(0);
    expect((await run('list --json')).stdout).not.toContain('"name": "x"');
  },
); // prettier-ignore
