import { z } from 'zod';
import { verdicts, type Finding, type Verdict } from '@app/mail';

/** What a check is about, in the order they are told. */
export const groups = [
  'configuration',
  'machine',
  'database',
  'queue',
  'files',
  'clock',
  'work',
  'transports',
  'domains',
  'website',
] as const;
export type Group = (typeof groups)[number];

const reportedFinding = z.object({
  group: z.enum(groups),
  /** What it was looked at: a domain, a transport, `database`. */
  object: z.string(),
  verdict: z.enum(verdicts),
  /** Stable and dotted; branch on it, never on the text. */
  code: z.string(),
  says: z.string(),
  remedy: z.string().nullable(),
  publish: z.object({ name: z.string(), type: z.enum(['TXT', 'MX', 'PTR', 'A']), value: z.string() }).nullable(),
});

/** The document of `colporteur doctor --json`. Keys are added to it, and none is taken away. */
export const doctorReport = z.object({
  version: z.literal(1),
  examinedAt: z.iso.datetime(),
  /** Seconds it took. */
  seconds: z.number(),
  /** False when there is at least one failure; the exit status says the same. */
  isSound: z.boolean(),
  counts: z.record(z.enum(verdicts), z.number().int()),
  findings: z.array(reportedFinding),
});

export type DoctorReport = z.infer<typeof doctorReport>;
export type ReportedFinding = z.infer<typeof reportedFinding>;

export function reported(group: Group, object: string, finding: Finding): ReportedFinding {
  const { verdict, code, says, remedy, publish } = finding;
  return { group, object, verdict, code, says, remedy: remedy ?? null, publish: publish ?? null };
}

export function report(findings: readonly ReportedFinding[], began: Date, ended: Date): DoctorReport {
  const count = (verdict: Verdict): number => findings.filter((finding) => finding.verdict === verdict).length;
  const counts = { ok: count('ok'), note: count('note'), warning: count('warning'), failure: count('failure'), unknown: count('unknown') }; // prettier-ignore
  return {
    version: 1,
    examinedAt: began.toISOString(),
    seconds: Math.round((ended.getTime() - began.getTime()) / 100) / 10,
    isSound: counts.failure === 0,
    counts,
    findings: [...findings],
  };
}
