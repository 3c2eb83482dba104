import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { TokenSigner, isCatalogueError, keyedHash, newId, openBulk, type Db } from '@app/platform';
import { openReaderDesk, type ReaderDesk } from '../../../../test/support/readers.js';
import { asOwner } from '../../../../test/support/sending.js';
import { ImportReaders } from './import-readers.service.js';
import { ConfirmSubscription } from '../sign-up/confirm-subscription.service.js';
import { eligibleSubscriptions } from '../subscription-standing.js';
import { ExportReaders } from './export-readers.service.js';
import { ImportRepository } from './import.repository.js';
import type { ImportRequest, ImportWatch } from './import-run.js';
import type { FileProblem } from './reader-list.js';
import { SteerImports } from './steer-imports.service.js';

let desk: ReaderDesk;
let folder: string;
const OPERATOR = newId();

beforeAll(async () => {
  desk = await openReaderDesk();
  folder = mkdtempSync(path.join(tmpdir(), 'colporteur-moving-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await desk.close();
});
const empty = () =>
  asOwner(desk.test, (client) => client.query('truncate subscription, subscriber, consent, suppression, notice, reader_import, import_row cascade')); // prettier-ignore
beforeEach(empty);

function file(content: string, name = 'readers.csv'): string {
  const place = path.join(folder, name);
  writeFileSync(place, content);
  return place;
}

async function bring(content: string, change: Partial<ImportRequest> = {}, watch: ImportWatch = {}) {
  const problems: FileProblem[] = [];
  const request: ImportRequest = {
    newsletterSlug: desk.newsroom.slug,
    file: file(content),
    operatorId: OPERATOR,
    layout: 'auto',
    map: {},
    charset: 'auto',
    delimiter: 'auto',
    format: 'auto',
    isDryRun: false,
    ...change,
  };
  const result = await desk.tools.get(ImportReaders).run(request, {
    ...watch,
    onProblem: (problem) => {
      problems.push(problem);
    },
  });
  return { ...result, problems };
}

const codeOf = (error: unknown): string => (isCatalogueError(error) ? error.code : String(error));
const all = {
  subscriptions: () =>
    desk.test.database
      .selectFrom('subscription')
      .innerJoin('subscriber', 'subscriber.id', 'subscription.subscriber_id')
      .selectAll('subscription')
      .select(['subscriber.address', 'subscriber.locale', 'subscriber.time_zone'])
      .orderBy('subscriber.address')
      .execute(),
  consents: () => desk.test.database.selectFrom('consent').selectAll().where('act', '=', 'given').execute(),
  suppressions: () => desk.test.database.selectFrom('suppression').select('cause').execute(),
  notices: () => desk.test.database.selectFrom('notice').select('kind').execute(),
  audits: (action: string) =>
    desk.test.database.selectFrom('audit_entry').selectAll().where('action', '=', action).execute(),
};
const eligible = () => eligibleSubscriptions(desk.test.database, desk.newsroom.newsletterId).execute();
const states = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await all.subscriptions()).map(({ address, state }) => [address?.replace('@readers.example', '') ?? '', state] as const)); // prettier-ignore
const end = (id: string) =>
  desk.test.database
    .updateTable('subscription')
    .set({ state: 'ended', consent_id: null, ended_at: new Date(), ended_by: 'reader' })
    .where('id', '=', id)
    .execute();
const LIST = 'email,status,created_at,language,timezone\n';
const lines = (standing: string, ...names: string[]) =>
  names.map((name) => `${name}@readers.example,${standing},,,\n`).join('');

async function confirmed(name: string): Promise<string> {
  const address = `${name}@readers.example`;
  await desk.signUp(address);
  await desk.tools.get(ConfirmSubscription).confirm(await desk.confirmToken(address));
  return (await all.subscriptions()).find((one) => one.address === address)?.id ?? '';
}

describe('an import', () => {
  it('makes readers of those who agreed elsewhere, on that basis, and mails nobody', async () => {
    const list = `${LIST}Lectrice@readers.example,active,2021-05-06,ar,Asia/Beirut\nzoe@readers.example,subscribed,,,\n`;
    const basis = { platform: 'ancienne', wording: 'Je veux la lettre', lastContact: new Date('2026-01-02') };
    const { counts, report } = await bring(list, basis);
    expect(counts).toEqual({ rows: 2, in: 2, known: 0, refused: {}, suppressed: {} });
    const [first, second] = await all.subscriptions();
    const importId = report?.importId ?? '';
    expect(first).toMatchObject({ address: 'Lectrice@readers.example', state: 'active', locale: 'ar', time_zone: 'Asia/Beirut', held_until: null, import_id: importId }); // prettier-ignore
    expect(second).toMatchObject({ state: 'active', locale: 'fr', time_zone: null, cohort: null });
    const consents = new Map((await all.consents()).map((consent) => [consent.id, consent]));
    expect(consents.get(first?.consent_id ?? '')).toMatchObject({
      basis: 'imported',
      wording: 'Je veux la lettre',
      occurred_at: new Date('2021-05-06'),
      network_hash: null,
      evidence: {
        platform: 'ancienne',
        importId,
        attestedBy: OPERATOR,
        wording: 'known',
        consentedAt: '2021-05-06T00:00:00Z',
        lastContactAt: '2026-01-02T00:00:00Z',
      },
    });
    expect(consents.get(second?.consent_id ?? '')?.evidence).toMatchObject({ consentedAt: 'unknown' });
    expect(JSON.stringify([...consents.values()])).not.toContain('readers.example');
    expect(await eligible()).toHaveLength(2);
    expect(await all.notices()).toEqual([]);
    expect(await desk.test.database.selectFrom('import_row').selectAll().execute()).toEqual([]);
    expect((await all.audits('readers.imported')).at(-1)).toMatchObject({ operator_id: OPERATOR, object: `import:${importId}` }); // prettier-ignore
  });

  it('never brings back who left, bounced, complained or was erased, here or there', async () => {
    const key = desk.tools.get(TokenSigner).stableKey('address');
    await end(await confirmed('left'));
    await confirmed('active');
    await confirmed('confirmed');
    await desk.signUp('pending@readers.example');
    const causes = ['hard_bounce', 'complaint', 'operator', 'erased', 'imported'] as const;
    const bans = causes.map((cause) => ({ cause, address_hash: keyedHash(key, `${cause}@readers.example`) }));
    await desk.test.database.insertInto('suppression').values(bans).execute();
    const list =
      LIST +
      lines('active', 'left', 'pending', 'active', ...causes) +
      // Left there, and confirmed here since: their own act here stands.
      lines('unsubscribed', 'confirmed', 'gone') +
      lines('cleaned', 'cleaned') +
      lines('complained', 'spam') +
      // Said twice: the graver counts, whatever the order.
      lines('active', 'twice') +
      lines('unsubscribed', 'TWICE') +
      lines('active', 'same', 'same', 'new') +
      lines('pending', 'asked');
    const refused = { unconfirmed: 1, duplicate: 1, ended: 1, suppressed_hard_bounce: 1, suppressed_complaint: 1, suppressed_operator: 1, suppressed_erased: 1, suppressed_imported: 2 }; // prettier-ignore
    const expected = { rows: 18, in: 2, known: 3, refused, suppressed: { imported: 2, hard_bounce: 1, complaint: 1 } };
    const dry = await bring(list, { isDryRun: true });
    expect(dry).toMatchObject({ state: 'dry_run', report: null });
    expect(dry.counts).toEqual(expected);
    expect([await all.suppressions(), await all.subscriptions()].map(({ length }) => length)).toEqual([5, 4]);
    const real = await bring(list);
    expect(real.counts).toEqual(expected);
    expect(real.problems).toEqual(dry.problems);
    expect(await states()).toEqual({ left: 'ended', pending: 'pending', active: 'active', confirmed: 'active', new: 'active', same: 'active' }); // prettier-ignore
    expect(await all.suppressions()).toHaveLength(9);
    // And none of them by a second list, in which everybody is said to be a reader.
    const again = await bring(LIST + lines('active', 'gone', 'cleaned', 'spam', 'twice', 'left'));
    expect(again.counts).toMatchObject({ in: 0, known: 0 });
    expect(await eligible()).toHaveLength(4);
  });

  it('takes a list of suppressions along first', async () => {
    const out = 'address;reason\nb@readers.example;bounced\nc@readers.example;unsubscribed\nnobody;\n';
    const list = 'email\na@readers.example\nb@readers.example\n';
    const { counts, problems } = await bring(list, { suppressionsFile: file(out, 'out.csv') });
    const refused = { address_invalid: 1, suppressed_hard_bounce: 1 };
    expect(counts).toEqual({ rows: 5, in: 1, known: 0, refused, suppressed: { hard_bounce: 1, imported: 1 } });
    expect(problems.map((one) => [one.file, one.line, one.code])).toEqual([
      ['suppressions', 4, 'address_invalid'],
      ['readers', 3, 'suppressed_hard_bounce'],
    ]);
  });

  it('stopped anywhere goes on, does nothing twice, and finds that it is done', async () => {
    const count = 12_000;
    const list = LIST + Array.from({ length: count }, (_, n) => lines(n % 3 === 0 ? 'bounced' : 'active', `r${n}`)).join(''); // prettier-ignore
    const steps: string[] = [];
    while (steps.at(-1) !== 'done' && steps.length < 20) {
      const stop = new AbortController();
      let seen = 0;
      const onProgress = (phase: string): void => {
        seen += 1;
        if (phase === 'applying' || seen > steps.length * 4) stop.abort();
      };
      steps.push(await bring(list, {}, { signal: stop.signal, onProgress }).then(({ state }) => state, codeOf));
    }
    expect(steps.slice(0, -1).every((step) => step === 'import.stopped')).toBe(true);
    expect(steps.length).toBeGreaterThan(2);
    const again = await bring(list);
    expect(again).toMatchObject({ state: 'done_before', counts: { rows: count, in: 8_000, suppressed: { hard_bounce: 4_000 } } }); // prettier-ignore
    const written = [await eligible(), await all.consents(), await all.suppressions()];
    expect(written.map(({ length }) => length)).toEqual([8_000, 8_000, 4_000]);
    const steer = desk.tools.get(SteerImports);
    expect(steer.verify(JSON.stringify(again.report)).isGenuine).toBe(true);
    expect(steer.verify(JSON.stringify({ ...again.report, in: 8_001 })).isGenuine).toBe(false);
  });

  it('lets readers in by cohorts, when an operator says so', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `r${n}`);
    const { report } = await bring(LIST + lines('active', ...names), { cohorts: 3 });
    const importId = report?.importId ?? '';
    expect(await eligible()).toEqual([]);
    const steer = desk.tools.get(SteerImports);
    const { cohortSizes } = await steer.show(importId);
    expect(cohortSizes.map(({ cohort }) => cohort)).toEqual([1, 2, 3]);
    const second = cohortSizes[1]?.readers ?? 0;
    expect(await steer.release(importId, 2, OPERATOR)).toBe(second);
    expect(await eligible()).toHaveLength(second);
    expect(await steer.release(importId, 2, OPERATOR)).toBe(0);
    expect(await steer.release(importId, 4, OPERATOR).catch(codeOf)).toBe('import.no_cohort');
  });

  it('begun with other options is refused until it is cancelled', async () => {
    const list = LIST + lines('active', 'a');
    const signal = AbortSignal.abort();
    expect(await bring(list, {}, { signal }).catch(codeOf)).toBe('import.stopped');
    expect(await bring(list, { platform: 'other' }).catch(codeOf)).toBe('import.other_options');
    const steer = desk.tools.get(SteerImports);
    const [begun] = await steer.list(1);
    expect(await steer.cancel(begun?.id ?? '', OPERATOR)).toBe(true);
    expect(await steer.cancel(begun?.id ?? '', OPERATOR)).toBe(false);
    expect(await bring(list, { platform: 'other' })).toMatchObject({ counts: { in: 1 } });
  });

  it('goes on where it and a set of sign-ups wait for each other', async () => {
    const signUp = (trx: Db, name: string) =>
      sql`insert into subscriber (id, address, canonical_address, address_hash, locale)
          values (gen_random_uuid(), ${name}, ${name}, sha256(${name}::bytea), 'fr') on conflict do nothing`.execute(
        trx,
      );
    let importing: ReturnType<typeof bring> | undefined;
    // Either of the two may be the one that PostgreSQL ends.
    await Promise.allSettled([
      desk.test.database.transaction().execute(async (trx) => {
        await signUp(trx, 'b@readers.example');
        importing = bring(LIST + lines('active', 'a', 'b'));
        // Told below; until then a failure must not end the process.
        importing.catch(() => undefined);
        const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        while ((await waiting.execute(desk.test.database)).rows.length === 0);
        await signUp(trx, 'a@readers.example');
      }),
    ]);
    expect(await importing).toMatchObject({ state: 'done', counts: { in: 2 } });
  });

  it('is refused while another one runs', async () => {
    const line = await openBulk({ connectionString: desk.test.url, applicationName: 'test' });
    try {
      expect(await desk.tools.get(ImportRepository, { strict: false }).lock(line.db)).toBe(true);
      expect(await bring(LIST + lines('active', 'a')).catch(codeOf)).toBe('import.running');
    } finally {
      await line.close();
    }
  });
});

describe('an export', () => {
  it('is a file the importer takes, without formulas; who takes it is audited', async () => {
    const list = 'email,status,wording\n=a@readers.example,active,"Oui, ""merci"""\np@readers.example,paused,\nz@readers.example,active,\n'; // prettier-ignore
    await bring(list);
    await end((await all.subscriptions()).at(-1)?.id ?? '');
    const take = { newsletterSlug: desk.newsroom.slug, format: 'csv', withMark: true, operatorId: OPERATOR } as const;
    const pages: string[] = [];
    const count = await desk.tools.get(ExportReaders).export(take, (page) => void pages.push(page));
    expect(count).toBe(3);
    expect(pages.join('')).toContain("\n'=a@readers.example,matin,active,");
    expect((await all.audits('readers.exported')).at(-1)).toMatchObject({ operator_id: OPERATOR, object: 'newsletter:matin', detail: { count: 3 } }); // prettier-ignore
    await empty();
    const { layout, counts } = await bring(pages.join(''));
    expect([layout, counts.in, counts.suppressed]).toEqual(['colporteur', 2, { imported: 1 }]);
    expect(await states()).toEqual({ '=a': 'active', p: 'paused' });
    expect((await all.consents()).some(({ wording }) => wording === 'Oui, "merci"')).toBe(true);
  });
});
