import { expect, it } from '@jest/globals';
import { FetchRefused } from '@app/platform';
import { pollFromQueue } from './poll-from-queue.js';

const ID = '0190f0aa-5e8c-7a4e-8d1a-2b3c4d5e6f70';
const failing = (error: Error) => ({ poll: () => Promise.reject(error) });

it('is done with a feed that could not be read: that stands with its source', async () => {
  const refused = new FetchRefused('fetch.timeout', 'no complete answer within 1 ms');
  await expect(pollFromQueue(failing(refused), ID)).resolves.toBeUndefined();
});

it('fails by what nobody expected', async () => {
  const error = new Error('relation "source" does not exist');
  await expect(pollFromQueue(failing(error), ID)).rejects.toBe(error);
});
