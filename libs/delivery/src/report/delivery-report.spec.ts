import { describe, expect, it } from '@jest/globals';
import { deliveryReport, type ReportCell } from './delivery-report.js';

const dueAt = new Date('2026-11-23T05:40:00Z');
const later = new Date('2026-11-23T06:40:00Z');

function cell(change: Partial<ReportCell>): ReportCell {
  return {
    dueAt, transport: 'relay', provider: 'gmail', state: 'submitted', skipCause: null, smtpCode: 250,
    enhancedCode: '2.0.0', attempts: 1, rows: 1, bounced: 0, complained: 0, ...change,
  }; // prettier-ignore
}

describe('a delivery report', () => {
  const cells = [
    cell({ rows: 90, bounced: 2, complained: 1 }),
    cell({ provider: 'orange', rows: 5, attempts: 3 }),
    cell({ provider: 'orange', state: 'rejected', smtpCode: 550, enhancedCode: '5.1.1', rows: 2 }),
    cell({ provider: 'orange', state: 'rejected', smtpCode: 554, enhancedCode: '5.7.1', rows: 3 }),
    cell({ state: 'rejected', smtpCode: 550, enhancedCode: null, rows: 1 }),
    cell({ transport: null, provider: null, state: 'skipped', skipCause: 'suppressed', attempts: 0, rows: 4 }),
    cell({ dueAt: later, state: 'planned', transport: null, provider: null, attempts: 0, rows: 7 }),
    cell({ dueAt: later, state: 'deferred', rows: 2 }),
    cell({ dueAt: later, state: 'uncertain', rows: 1 }),
  ];
  const times = [
    { dueAt, half: new Date('2026-11-23T05:40:30Z'), most: new Date('2026-11-23T05:44:00Z'), all: new Date('2026-11-23T05:45:00Z') },
    { dueAt: later, half: new Date('2026-11-23T06:41:00Z'), most: null, all: new Date('2026-11-23T06:41:00Z') },
  ]; // prettier-ignore
  const report = deliveryReport(cells, times);

  it('counts every row once, in all and by wave', () => {
    const all = { recipients: 115, submitted: 95, deferred: 2, rejected: 6, skipped: 4, uncertain: 1, waiting: 7 };
    expect(report.totals).toEqual(all);
    expect(report.waves.map(({ dueAt: at, recipients }) => [at, recipients])).toEqual([
      [dueAt, 105],
      [later, 10],
    ]);
    expect([report.bounced, report.complained]).toEqual([2, 1]);
  });

  it('says how long a wave took, and of an unfinished one not when it ended', () => {
    expect(report.waves.map(({ secondsTo }) => secondsTo)).toEqual([
      { half: 30, most: 240, all: 300 },
      { half: 60, most: null, all: null },
    ]);
  });

  it('tells ways apart, the busiest first, without what was skipped', () => {
    expect(report.ways.map(({ provider, recipients, attempts }) => [provider, recipients, attempts])).toEqual([
      ['gmail', 94, 94],
      ['orange', 10, 20],
      [null, 7, 0],
    ]);
  });

  it('gives reasons for what did not leave', () => {
    expect(report.rejections).toEqual([
      { kind: 'policy', smtpCode: 554, enhancedCode: '5.7.1', rows: 3 },
      { kind: 'hard', smtpCode: 550, enhancedCode: '5.1.1', rows: 2 },
      { kind: 'unknown', smtpCode: 550, enhancedCode: null, rows: 1 },
    ]);
    expect(report.skips).toEqual([{ cause: 'suppressed', rows: 4 }]);
    expect(report.attempts).toEqual([
      { attempts: 0, rows: 7 },
      { attempts: 1, rows: 99 },
      { attempts: 3, rows: 5 },
    ]);
  });

  it('is empty for an edition nobody was written down for', () => {
    expect(deliveryReport([], [])).toMatchObject({ totals: { recipients: 0 }, ways: [], waves: [], skips: [] });
  });
});
