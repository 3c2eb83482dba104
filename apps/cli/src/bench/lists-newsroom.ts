import type pg from 'pg';
import { ReadReport } from '@app/delivery';
import { EditionListRepository } from '@app/editions';
import { InviteOperator, IssueApiKey, ReadAudit } from '@app/operators';
import { newId } from '@app/platform';
import type { BenchStage } from './bench-stage.js';
import { closedEditions, filledLedger, sampleAct } from './lists-newsroom.repository.js';
import type { ListQuery } from './lists-readers.js';

const PAGE = 50;
const AUDIT_PAGE = 100;
const DAY_MS = 86_400_000;
/** More than the benchmark asks in a minute. */
const REQUESTS_PER_MINUTE = 60_000;

/** What the rooms of editions, of today and of the audit ask; today as the browser asks it, since no lib answers all of it. */
export async function newsroomLists(
  stage: BenchStage,
  owner: pg.Client,
  { newsletter, acts }: { readonly newsletter: string; readonly acts: number },
): Promise<ListQuery[]> {
  return [...(await editionLists(stage, owner, newsletter)), await today(stage), ...(await auditLists(stage, owner, acts))];
} // prettier-ignore

async function editionLists({ tools }: BenchStage, owner: pg.Client, newsletter: string): Promise<ListQuery[]> {
  const editions = tools.get(EditionListRepository, { strict: false });
  const reports = tools.get(ReadReport, { strict: false });
  const page = (name: string, asked: Partial<Parameters<EditionListRepository['page']>[0]>): ListQuery => ({
    name: `editions: ${name}`,
    run: async () => {
      const found = await editions.page({ limit: PAGE + 1, ...asked });
      await reports.sums(found.map(({ edition }) => edition.id));
    },
  });
  const ids = await closedEditions(owner);
  const { editionId, rows } = await filledLedger(owner);
  const old = ids.filter((id) => id !== editionId);
  const middle = await editions.page({ limit: Math.max(1, Math.floor(old.length / 2)) });
  const last = middle.at(-1)?.edition;
  const day = last?.editionDate ?? new Date().toISOString().slice(0, 10);
  return [
    page('the latest', {}),
    page('a page in the middle', { after: last && { dueAt: last.dueAt, id: last.id } }),
    page('of a newsletter', { newsletter }),
    page('of a newsletter until a day', { newsletter, to: day }),
    page('of a kind nobody sent', { kind: 'correction' }),
    { name: 'the report of an edition whose deliveries are past their keeping', run: (n) => reports.of(old[n % old.length] ?? editionId) },
    // It counts every row: a report, and no list.
    { name: `the report of an edition with ${rows} deliveries`, run: () => reports.of(editionId), isReport: true },
  ];
} // prettier-ignore

async function today({ tools, instance }: BenchStage): Promise<ListQuery> {
  const invite = tools.get(InviteOperator, { strict: false });
  // A kept instance knows those of earlier runs.
  const invitation = {
    address: `desk-${newId()}@newsroom.example`,
    name: 'Desk',
    role: 'viewer',
    invitedBy: null,
  } as const;
  const { operatorId } = await invite.invite(invitation);
  const issue = tools.get(IssueApiKey, { strict: false });
  const { key } = await issue.issue({
    operatorId,
    name: 'Benchmark',
    scopes: ['editions:read'],
    requestsPerMinute: REQUESTS_PER_MINUTE,
    issuedBy: null,
  });
  return {
    name: 'today, over HTTP',
    run: async () => {
      const answer = await fetch(`${instance.url}/api/v1/today`, { headers: { authorization: `Bearer ${key}` } });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`today answers ${answer.status}: ${text}`);
    },
  };
}

async function auditLists({ tools }: BenchStage, owner: pg.Client, acts: number): Promise<ListQuery[]> {
  const audit = tools.get(ReadAudit, { strict: false });
  const { operatorId, object } = (await sampleAct(owner)) ?? {};
  const page = (name: string, filter: Parameters<ReadAudit['page']>[0], before?: number): ListQuery => ({
    name: `audit: ${name}`,
    run: () => audit.page(filter, { before, limit: AUDIT_PAGE }),
  });
  const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS);
  return [
    page('the latest', {}),
    page('a page in the middle', {}, Math.ceil(acts / 2)),
    page('of an operator', { operatorId }),
    page('of an edition', { object }),
    page('a frequent action', { action: 'edition.' }),
    page('a rare action', { action: 'operator.sessions_revoked' }),
    page('an action that is nowhere', { action: 'zzzz.' }),
    page('of an operator, a rare action', { operatorId, action: 'operator.sessions_revoked' }),
    page('a week a year ago', { from: ago(372), to: ago(365) }),
    page('a frequent action, a week a year ago', { action: 'edition.', from: ago(372), to: ago(365) }),
  ];
}
