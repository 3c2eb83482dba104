import { Injectable } from '@nestjs/common';
import { Clock, Database } from '@app/platform';
import { AssembleEdition } from './assembly/assemble-edition.service.js';
import { DeskAlarmRepository } from './desk/desk-alarm.repository.js';
import { EditionRepository } from './edition.repository.js';
import { PreflightGate } from './preflight/preflight-gate.service.js';
import { FreezeEdition } from './revisions/freeze-edition.service.js';

/** What the job does with a claimed edition: assemble the proposal, and freeze it where policy approves. */
@Injectable()
export class PrepareEdition {
  constructor(
    private readonly database: Database,
    private readonly editions: EditionRepository,
    private readonly assembling: AssembleEdition,
    private readonly freezing: FreezeEdition,
    private readonly gate: PreflightGate,
    private readonly alarms: DeskAlarmRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Finds nothing to do when another worker was here first. Frozen by itself is a digest whose time has come: not one that
   * assembling found too thin and held, and nothing that a person made.
   */
  async prepare(editionId: string): Promise<void> {
    const newsletter = await this.told(editionId, 'edition.assemble_failed', () => this.assembling.assemble(editionId));
    if (newsletter?.approval !== 'automatic') return;
    const edition = await this.editions.byId(this.database, editionId);
    const isReady = edition?.state === 'proposed' && edition.kind === 'digest' && edition.freezeAt <= this.clock.now();
    if (isReady) await this.told(editionId, 'edition.freeze_failed', () => this.freeze(editionId));
  }

  private async freeze(editionId: string): Promise<void> {
    await this.gate.afterJudging([{ editionId }], async (trx, judged) => {
      const edition = await this.editions.lock(trx, editionId);
      if (edition?.state !== 'proposed' || (await this.gate.holdBroken(trx, edition, { judged }))) return;
      await this.freezing.freezeIn(trx, editionId, null);
    });
  }

  /** What fails is tried again every few seconds, and a person should know before the edition's hour comes. */
  private async told<T>(editionId: string, alarm: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.alarms.raiseFor(editionId, alarm, error);
      throw error;
    }
  }
}
