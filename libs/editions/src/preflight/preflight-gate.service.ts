import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { ruleOf, TemplateRepository, type PreflightFinding } from '@app/mail';
import { Audit, Clock, Database, Log, newId, type Db } from '@app/platform';
import { DeskAlarmRepository } from '../desk/desk-alarm.repository.js';
import { EditionRepository, type Edition } from '../edition.repository.js';
import { editionErrors } from '../editions.errors.js';
import { markOfProposal, PreflightEdition } from './preflight-edition.service.js';
import { PreflightRepository, type EditionOverride } from './preflight.repository.js';

export interface OverrideRequest {
  readonly codes: readonly string[];
  readonly reason: string;
  /** The operator who answers for it; null: the command line. */
  readonly by: string | null;
  /** The version that was looked at; left out: whatever it is. */
  readonly version?: number | undefined;
}

/** An edition to be judged before its row is locked. */
export interface JudgingWish {
  readonly editionId: string;
  /** As it would leave with no more dispatches than these; left out: as it is proposed. */
  readonly shortTo?: number | undefined;
}

/** What was found before the rows were locked, by the edition's id, each with a mark of what it was found in. */
export type Judged = ReadonlyMap<string, { readonly mark: string; readonly findings: readonly PreflightFinding[] }>;

/** What was judged is not what stands there under the lock: the transaction is to be undone and begun again. */
class JudgedAnother extends Error {
  constructor(readonly edition: Edition) {
    super(`edition ${edition.id} changed while it was judged`);
  }
}

/** Times a proposal is judged that keeps changing in the tenth of a second that it takes. */
const MOST_TRIES = 4;

/** Alarm and reason of an edition that was to leave by itself and would have been broken. */
const BLOCKED = 'edition.preflight_blocked';

/** What freezing takes out of an edition by itself; who approves is told of it, and nobody is mailed it. */
const LEFT_OUT = /^preflight\.(?:dispatch_|rights_exceeded)/;

/** Keeps an edition from leaving that preflight blocks, unless a named person said why it may. */
@Injectable()
export class PreflightGate {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly preflight: PreflightEdition,
    private readonly templates: TemplateRepository,
    private readonly repository: PreflightRepository,
    private readonly alarms: DeskAlarmRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Judges first and locks afterwards: rendering takes longer than anybody should wait for a row. Whatever `act` asks of
   * the gate holds only where nothing changed in between; else it is undone, judged again and done again.
   *
   * @throws `edition.changed_meanwhile` of a proposal that changes each time, and what `act` throws
   */
  async afterJudging<T>(
    wishes: readonly JudgingWish[] | (() => Promise<readonly JudgingWish[]>),
    act: (trx: Db, judged: Judged) => Promise<T>,
  ): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const judged = await this.judge(typeof wishes === 'function' ? await wishes() : wishes);
      try {
        return await this.database.transaction().execute((trx) => act(trx, judged));
      } catch (error) {
        if (!(error instanceof JudgedAnother)) throw error;
        const { id: editionId, proposalVersion: version } = error.edition;
        if (tries >= MOST_TRIES) throw editionErrors.error('edition.changed_meanwhile', { editionId, version });
      }
    }
  }

  /** Before an approval is written. @throws `edition.preflight_blocked` with the `findings` that nobody answered for */
  async assertMayLeave(trx: Db, edition: Edition, judged: Judged): Promise<void> {
    const findings = await this.unanswered(trx, edition, { judged });
    if (findings.length > 0)
      throw editionErrors.error('edition.preflight_blocked', { editionId: edition.id, version: edition.proposalVersion, findings });
  } // prettier-ignore

  /**
   * Of an edition that nobody looked at, or that waits since it was approved: whether it is broken for its readers, and
   * was therefore held with an alarm. What only a person could judge, such as a faint colour or a dead link, keeps no
   * morning's news from anybody.
   */
  async holdBroken(
    trx: Db,
    edition: Edition,
    given: { readonly judged: Judged; readonly shortTo?: number | undefined },
  ): Promise<boolean> {
    const broken = (await this.unanswered(trx, edition, given)).filter(
      ({ code }) => ruleOf(code)?.holdsUnattended === true && !LEFT_OUT.test(code),
    );
    if (broken.length === 0) return false;
    const { id: editionId, newsletterId } = edition;
    const codes = [...new Set(broken.map(({ code }) => code))];
    await this.editions.setState(trx, editionId, { from: ['proposed', 'approved'], to: 'held', reason: BLOCKED });
    await this.alarms.raise(trx, { newsletterId, editionId, code: BLOCKED, detail: { codes, editionDate: edition.editionDate } });
    await this.audit.append(trx, { operatorId: null, action: BLOCKED, object: `edition:${editionId}`, detail: { codes } });
    this.log.warn(BLOCKED, { editionId, newsletterId, codes });
    return true;
  } // prettier-ignore

  private async judge(wishes: readonly JudgingWish[]): Promise<Judged> {
    const judged = new Map<string, { mark: string; findings: readonly PreflightFinding[] }>();
    for (const { editionId, shortTo } of wishes) {
      const edition = await this.editions.byId(this.database, editionId);
      // Unknown, or nothing that anybody approves: the caller finds out, under the lock.
      if (edition === undefined || !['proposed', 'held', 'approved'].includes(edition.state)) continue;
      const proposal = await this.preflight.read(this.database, edition, shortTo);
      judged.set(editionId, { mark: markOfProposal(proposal), findings: await this.preflight.judge(proposal) });
    }
    return judged;
  }

  /** Overrides of the edition, the newest first. */
  async overrides(editionId: string): Promise<EditionOverride[]> {
    return this.repository.overrides(this.database, editionId);
  }

  /**
   * Lets these findings pass for the proposal as it is. Whether a person may is for the caller to know.
   *
   * @throws `edition.unknown`, `edition.wrong_state`, `edition.changed_meanwhile`, `edition.never_overridden`,
   * `edition.nothing_to_override`
   */
  async override(editionId: string, { codes, reason, by, version }: OverrideRequest): Promise<EditionOverride> {
    return this.afterJudging([{ editionId }], async (trx, judged) => {
      const edition = await this.waiting(trx, editionId, version);
      const never = codes.filter((code) => ruleOf(code)?.mayOverride !== true);
      if (never.length > 0) throw editionErrors.error('edition.never_overridden', { codes: never });
      const open = (await this.unanswered(trx, edition, { judged })).filter(({ code }) => codes.includes(code));
      const idle = codes.filter((code) => !open.some((finding) => finding.code === code));
      if (idle.length > 0) throw editionErrors.error('edition.nothing_to_override', { codes: idle });
      const given = { version: edition.proposalVersion, codes: [...new Set(codes)], reason };
      const findings = [...new Set(open.map(markOf))];
      const override = { id: newId(), ...given, findings, operatorId: by, createdAt: this.clock.now() };
      await this.repository.addOverride(trx, editionId, override);
      await this.audit.append(trx, { operatorId: by, action: 'edition.overridden', object: `edition:${editionId}`, detail: given });
      this.log.warn('edition.overridden', { editionId, codes: given.codes });
      return override;
    });
  } // prettier-ignore

  private async waiting(trx: Db, editionId: string, version: number | undefined): Promise<Edition> {
    const edition = await this.editions.lock(trx, editionId);
    if (edition === undefined) throw editionErrors.error('edition.unknown', { editionId });
    const { state, proposalVersion } = edition;
    if (state !== 'proposed' && state !== 'held')
      throw editionErrors.error('edition.wrong_state', { editionId, state });
    if (version !== undefined && version !== proposalVersion)
      throw editionErrors.error('edition.changed_meanwhile', { editionId, version: proposalVersion });
    return edition;
  }

  /** Blocks that nobody answered for, of the proposal as it is under the caller's lock. */
  private async unanswered(
    trx: Db,
    edition: Edition,
    { judged, shortTo }: { readonly judged: Judged; readonly shortTo?: number | undefined },
  ): Promise<PreflightFinding[]> {
    const known = judged.get(edition.id);
    const proposal = await this.preflight.read(trx, edition, shortTo);
    // Until the caller has frozen, nobody publishes another version: what leaves is made with the one that was judged.
    await this.templates.hold(trx, proposal.template.templateId);
    const { id } = (await this.templates.currentOf(trx, proposal.template.templateId)) ?? proposal.template;
    if (known?.mark !== markOfProposal(proposal) || id !== proposal.template.id) throw new JudgedAnother(edition);
    const blocks = known.findings.filter(({ level }) => level === 'block');
    if (blocks.length === 0) return [];
    const given = (await this.repository.overrides(trx, edition.id)).filter(
      ({ version }) => version === edition.proposalVersion,
    );
    const answered = new Set(given.flatMap(({ findings }) => findings));
    return blocks.filter((finding) => ruleOf(finding.code)?.mayOverride !== true || !answered.has(markOf(finding)));
  }
}

/**
 * Tells a finding from another one of its code: a template or a dispatch may have changed since somebody looked, and the
 * proposal's version says nothing of that. Lines move and are left out.
 */
function markOf({ code, where: { part, excerpt, block, variant }, message }: PreflightFinding): string {
  return createHash('sha256')
    .update(JSON.stringify([code, part, excerpt, block, variant, message]))
    .digest('hex');
}
