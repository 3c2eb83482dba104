import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { z } from 'zod';
import { Log, defineJob } from '@app/platform';
import { handler, proveComplete, runJob, type JobHandler } from './job-handlers.js';

const ID = '0190f0aa-5e8c-7a4e-8d1a-2b3c4d5e6f70';
const prepare = defineJob({ queue: 'editions', name: 'prepare', payload: z.object({ editionId: z.uuid() }) });
const submit = defineJob({ queue: 'deliveries', name: 'submit', payload: z.object({ editionId: z.uuid() }) });

const nothing = (): Promise<void> => Promise.resolve();

function capture(): { log: Log; lines: () => Record<string, unknown>[] } {
  let text = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const parse = (line: string): Record<string, unknown> => JSON.parse(line) as Record<string, unknown>;
  return { log: new Log('trace', sink), lines: () => text.split('\n').filter(Boolean).map(parse) };
}

describe('a worker’s handlers', () => {
  it('are one for each declared job', () => {
    expect(() => { proveComplete([prepare, submit], [handler(submit, nothing), handler(prepare, nothing)]); }).not.toThrow();
  }); // prettier-ignore

  it.each<[string, JobHandler[]]>([
    ['one is missing', [handler(prepare, nothing)]],
    ['all are missing', []],
    ['one is there twice', [handler(prepare, nothing), handler(submit, nothing), handler(submit, nothing)]],
    ['one is twice in another’s place', [handler(submit, nothing), handler(submit, nothing)]],
    ['one handles what nobody declared', [handler(prepare, nothing), handler(submit, nothing), handler({ ...submit, name: 'other' }, nothing)]],
    ['one listens to another queue', [handler(prepare, nothing), handler({ ...submit, queue: 'notices' }, nothing)]],
  ])('stop the start where %s, and name what is wrong', (_, handlers) => {
    expect(() => { proveComplete([prepare, submit], handlers); }).toThrow(/Declared: deliveries\/submit, editions\/prepare\. Handled:/);
  }); // prettier-ignore

  it('stop the start where a job was declared twice, also where it is handled twice', () => {
    const twice = [handler(submit, nothing), handler(submit, nothing)];
    expect(() => { proveComplete([submit, submit], twice); }).toThrow('do not match'); // prettier-ignore
  });
});

describe('a job', () => {
  it('goes to its handler with its payload, and nothing else of the queue', async () => {
    const seen: unknown[] = [];
    const { log, lines } = capture();
    const handlers = [handler(prepare, (payload) => { seen.push(payload); return nothing(); }), handler(submit, nothing)]; // prettier-ignore
    await runJob(
      { id: '1', name: 'prepare', data: { editionId: ID, address: 'reader@readers.example' } },
      handlers,
      log,
    );
    expect(seen).toEqual([{ editionId: ID }]);
    expect(lines()).toEqual([]);
  });

  it('that nobody knows any more is said and let go: an older version’s, in a shared queue', async () => {
    const { log, lines } = capture();
    await runJob({ id: '7', name: 'gone', data: {} }, [handler(prepare, nothing)], log);
    expect(lines()).toMatchObject([{ event: 'job.unknown', job: 'gone', jobId: '7' }]);
  });

  it('that fails is said with its cause, and fails in the queue too', async () => {
    const { log, lines } = capture();
    const failing = handler(prepare, () => Promise.reject(new Error('no mailbox for reader@readers.example')));
    await expect(runJob({ id: '8', name: 'prepare', data: { editionId: ID } }, [failing], log)).rejects.toThrow();
    expect(lines()).toMatchObject([{ event: 'job.failed', job: 'prepare', jobId: '8', error: { message: 'no mailbox for [address]' } }]);
  }); // prettier-ignore

  it.each([{}, { editionId: 'x' }, null, 'text'])('with a payload it was not declared with (%j) never reaches the handler', async (data) => {
    const { log, lines } = capture();
    let called = false;
    const careful = handler(prepare, () => { called = true; return nothing(); });
    await expect(runJob({ id: '9', name: 'prepare', data }, [careful], log)).rejects.toThrow();
    expect(called).toBe(false);
    expect(lines()).toMatchObject([{ event: 'job.failed' }]);
  }); // prettier-ignore
});
