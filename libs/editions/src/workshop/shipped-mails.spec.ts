import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkRaw } from '@app/mail';
import type { EditionKind } from '@app/platform';
import { HtmlValidate } from 'html-validate';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleLanguages } from './samples.js';
import { SHIPPED_AT, shippedEditionMail, shippedNoticeMail, type ShippedMail } from './shipped-mail.fixture.js';

/**
 * What others say of the mails of the shipped templates, against what they said when somebody last looked at it and kept
 * it (`WRITE_BASELINE=yes` keeps it anew). Nothing may be said that was not, and nothing more often. html-validate and
 * our own preflight are always asked; SpamAssassin, without network, and tidy where they are installed.
 */
const FILE = join(import.meta.dirname, 'shipped-mails.baseline.json');
const isWriting = process.env['WRITE_BASELINE'] === 'yes';

/** How often each rule was met. */
type Remarks = Readonly<Record<string, number>>;
interface Judgement {
  readonly score?: number;
  readonly remarks: Remarks;
}
type Judge = 'preflight' | 'html-validate' | 'spamassassin' | 'tidy';
type Baseline = Partial<Record<Judge, Record<string, Judgement>>>;

/** Points a score may differ by between versions of the same rules; five make spam. */
const SCORE_NOISE = 0.3;

const kinds: readonly EditionKind[] = ['digest', 'flash', 'letter', 'correction'];
let mails: ShippedMail[];
const baseline = JSON.parse(readFileSync(FILE, 'utf8')) as Baseline;

beforeAll(async () => {
  const editions = kinds.flatMap((kind) => (kind === 'digest' ? sampleLanguages : (['fr'] as const)).map((language) => shippedEditionMail(kind, language))); // prettier-ignore
  // All have the same frame; of two, one has a button and the other none.
  const notices = [shippedNoticeMail('confirmation', 'ar'), shippedNoticeMail('confirmation', 'fr'), shippedNoticeMail('address_changed', 'en')]; // prettier-ignore
  mails = await Promise.all([...editions, ...notices]);
});

describe('of the mails of the shipped templates', () => {
  it('our own preflight says nothing new', () => {
    compare('preflight', ({ eml }) => {
      const findings = checkRaw(eml, { locale: 'en', now: SHIPPED_AT });
      expect(findings.filter(({ level }) => level === 'block')).toEqual([]);
      return { remarks: counted(findings.map(({ code }) => code)) };
    });
  });

  it('html-validate says nothing new', async () => {
    const validator = new HtmlValidate({ extends: ['html-validate:standard'] });
    const said = new Map<string, Judgement>();
    for (const { name, html } of mails) {
      const { results } = await validator.validateString(html);
      said.set(name, { remarks: counted(results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId))) });
    }
    compare('html-validate', ({ name }) => said.get(name));
  });

  it('tidy says nothing new, where it is installed', () => {
    if (!isThere('tidy', ['-version'])) return;
    compare('tidy', ({ html }) => {
      const args = ['-quiet', '-errors', '-utf8', '--gnu-emacs', 'yes', '--mute-id', 'yes'];
      const { stderr } = spawnSync('tidy', args, { input: html, encoding: 'utf8' });
      const ids = [...stderr.matchAll(/(?:Warning|Error): .{0,500}\(([A-Z_]{3,60})\)$/gm)].map(([, id = '']) => id);
      return { remarks: counted(ids) };
    });
  });

  it('SpamAssassin says nothing new, where it is installed', () => {
    if (!isThere('spamassassin', ['--version'])) return;
    const said = spamAssassin(mails);
    compare('spamassassin', ({ name }) => said.get(name));
  });
});

/** One start for all: it takes two seconds, and a mail a tenth of that. */
function spamAssassin(all: readonly ShippedMail[]): Map<string, Judgement> {
  const home = mkdtempSync(join(tmpdir(), 'colporteur-spam-'));
  try {
    const said = new Map<string, Judgement>();
    const args = ['--local', '--test-mode', '--nocreate-prefs', '--mbox'];
    const mailbox = all.map(({ eml }) => `From sample@newsroom.example Sun Nov 22 05:30:00 2026\n${eml.toString('latin1').replaceAll('\r\n', '\n').replaceAll(/^From /gm, '>From ')}\n`).join(''); // prettier-ignore
    const output = execFileSync('spamassassin', args, { input: Buffer.from(mailbox, 'latin1'), encoding: 'latin1', env: { ...process.env, HOME: home }, maxBuffer: 64 * 1024 * 1024 }); // prettier-ignore
    // It writes them in an order of its own; each is known by its id.
    for (const message of output.replaceAll(/\n[ \t]+/g, ' ').split(/^From .*\n/m)) {
      const [, score, tests = ''] = /^X-Spam-Status: \w+, score=(-?[\d.]+) required=[\d.]+ tests=([A-Z0-9_, ]+?) (?:auto|version)/m.exec(message) ?? []; // prettier-ignore
      const name = /^Message-ID: <sample\.([\w-]+)@/m.exec(message)?.[1];
      if (name !== undefined) said.set(name, { score: Number(score), remarks: counted(tests.split(/[,\s]+/)) });
    }
    expect([...said.keys()].sort()).toEqual(all.map(({ name }) => name).sort());
    return said;
  } finally {
    rmSync(home, { recursive: true });
  }
}

function isThere(program: string, args: readonly string[]): boolean {
  const isInstalled = spawnSync(program, args).status === 0;
  process.stdout.write(`${program} ${isInstalled ? 'was asked' : 'is not installed and was not asked'}\n`);
  return isInstalled;
}

function compare(judge: Judge, judged: (mail: ShippedMail) => Judgement | undefined): void {
  const now = Object.fromEntries(mails.map((mail) => [mail.name, judged(mail) ?? { remarks: {} }]));
  if (isWriting) {
    baseline[judge] = now;
    writeFileSync(FILE, `${JSON.stringify(baseline, null, 2)}\n`);
    return;
  }
  const kept = baseline[judge] ?? {};
  const worse = Object.entries(now).flatMap(([name, { score = 0, remarks }]) => {
    const before = kept[name] ?? { remarks: {} };
    const more = Object.entries(remarks).filter(([rule, count]) => count > (before.remarks[rule] ?? 0));
    const said = more.map(([rule, count]) => `${name}: ${rule} ${String(count)}, was ${String(before.remarks[rule] ?? 0)}`);
    return score > (before.score ?? 0) + SCORE_NOISE ? [...said, `${name}: score ${String(score)}, was ${String(before.score)}`] : said;
  });
  expect(worse).toEqual([]);
} // prettier-ignore

function counted(rules: readonly string[]): Remarks {
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([one], [other]) => one.localeCompare(other)));
}
