import { Injectable } from '@nestjs/common';
import type { Db } from '@app/platform';
import { GrantRepository } from '../grants/grant.repository.js';
import type { Grant } from '../rights.js';
import { SoloMode } from './solo-mode.service.js';

/** What a new operator brings with them, however they came; part of the transaction that makes them one. */
@Injectable()
export class AdmitOperator {
  constructor(
    private readonly grants: GrantRepository,
    private readonly solo: SoloMode,
  ) {}

  /**
   * First of all in that transaction: of the two rows it waits for, everybody takes this one before an operator's.
   */
  begin(tx: Db): Promise<void> {
    return this.solo.lock(tx);
  }

  /** `by` is null for the command line and the identity provider. @throws `operator.grant_invalid` */
  async admit(tx: Db, operatorId: string, { by, grants }: { by: string | null; grants?: readonly Grant[] | undefined }): Promise<void> {
    if (grants !== undefined) await this.grants.replace(tx, operatorId, grants);
    await this.solo.endUnlessAlone(tx, by);
  } // prettier-ignore
}
