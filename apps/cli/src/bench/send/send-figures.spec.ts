import { describe, expect, it } from '@jest/globals';
import { armsOfRound, SEND_ARMS } from './send-arms.js';
import { armFigures, sendRatios, sendTargets } from './send-figures.js';
import type { SendRun } from './send-run.js';

const run = (arm: string, messagesPerSecond: number, differs: Partial<SendRun> = {}): SendRun => ({
  arm,
  messages: 100,
  messagesPerSecond,
  startSeconds: 1,
  processorMicros: { sink: 400 },
  walBytesPerMessage: null,
  peakBytes: 0,
  bytesPerMessage: null,
  connections: 20,
  ledger: null,
  ...differs,
});

describe('the arms of a round', () => {
  it('are all of them, beginning with another one in each', () => {
    const rounds = [0, 1, SEND_ARMS.length].map((round) => armsOfRound(SEND_ARMS, round).map(({ name }) => name));
    for (const names of rounds) expect(new Set(names)).toEqual(new Set(SEND_ARMS.map(({ name }) => name)));
    expect(rounds[1]?.[0]).toBe(SEND_ARMS[1]?.name);
    expect(rounds[2]).toEqual(rounds[0]);
    expect(armsOfRound([], 3)).toEqual([]);
  });
});

describe('the figures of sending', () => {
  const runs = [
    run('postgres-1', 900, { walBytesPerMessage: 700, peakBytes: 5, processorMicros: { worker: 300, sink: 400 } }),
    run('loop', 100),
    run('postgres-1', 1_500, { walBytesPerMessage: 500, peakBytes: 9, processorMicros: { worker: 100, sink: 400 } }),
    run('loop', 300),
    run('postgres-1', 1_000, { walBytesPerMessage: 600, peakBytes: 7, processorMicros: { worker: 200, sink: 400 } }),
    run('loop', 200),
  ];

  it('are medians over the rounds, and of memory the most', () => {
    expect(armFigures(runs)[0]).toMatchObject({
      arm: 'postgres-1',
      rounds: [900, 1_500, 1_000],
      messagesPerSecond: 1_000,
      walBytesPerMessage: 600,
      peakBytes: 9,
      processorMicros: { worker: 200, sink: 400 },
    });
  });

  it('are held against what was run beside them, and against nothing else', () => {
    const ratios = sendRatios(armFigures(runs));
    expect(ratios).toEqual({ vsSendMail: 5, vsSmtpSource: null, twoWorkers: null });
    expect(sendTargets(ratios)).toEqual([
      { what: 'by the plain sendMail loop', value: 5, unit: '', target: { atLeast: 5 } },
    ]);
  });
});
