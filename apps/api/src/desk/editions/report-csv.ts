import { csvCell } from '@app/platform';
import type { ReportDetail } from './report-answers.js';

interface Reported {
  readonly sum: Readonly<Record<'recipients' | 'submitted' | 'rejected' | 'skipped' | 'uncertain', number>>;
  readonly left: number;
  readonly detail: ReportDetail | null;
}

type Line = readonly [part: string, name: string, figure: string, value: number];

const COUNTS = ['recipients', 'submitted', 'deferred', 'rejected', 'skipped', 'uncertain', 'waiting'] as const;

/** One figure a line: what spreadsheets and scripts read alike, whatever the edition has. */
export function reportCsv(given: Reported): string {
  const lines = [['part', 'name', 'figure', 'value'], ...linesOf(given)];
  return `\uFEFF${lines.map((line) => line.map((value) => csvCell(String(value))).join(',')).join('\r\n')}\r\n`;
}

function linesOf({ sum, left, detail }: Reported): Line[] {
  const all: Line[] = [
    ...(['recipients', 'submitted', 'rejected', 'skipped', 'uncertain'] as const).map((figure): Line => [
      'edition',
      '',
      figure,
      sum[figure],
    ]),
    ['edition', '', 'left', left],
  ];
  if (detail === null) return all;
  return [
    ...all,
    ['edition', '', 'bounced', detail.bounced],
    ['edition', '', 'complained', detail.complained],
    ...detail.ways.flatMap((way) => {
      const name = `${way.transport ?? ''} ${way.provider ?? ''}`.trim();
      return COUNTS.map((figure): Line => ['way', name, figure, way[figure]]);
    }),
    ...detail.waves.flatMap((wave) => [
      ...COUNTS.map((figure): Line => ['wave', wave.dueAt, figure, wave[figure]]),
      ...(['half', 'most', 'all'] as const).flatMap((part): Line[] => {
        const seconds = wave.secondsTo[part];
        return seconds === null ? [] : [['wave', wave.dueAt, `seconds_to_${part}`, seconds]];
      }),
    ]),
    ...detail.rejections.map(({ kind, smtpCode, enhancedCode, rows }): Line => {
      return ['rejected', `${kind} ${smtpCode ?? ''} ${enhancedCode ?? ''}`.trim(), 'rows', rows];
    }),
    ...detail.skips.map(({ cause, rows }): Line => ['skipped', cause, 'rows', rows]),
    ...detail.attempts.map(({ attempts, rows }): Line => ['attempts', String(attempts), 'rows', rows]),
  ];
}
