import { Injectable } from '@nestjs/common';
import { Audit, Database, Log, TokenSigner, redactedLine, type SuppressionCause } from '@app/platform';
import { PersonalRepository } from '../personal/personal.repository.js';
import { subscriberErrors } from '../subscribers.errors.js';
import { SuppressionRepository } from '../suppression.repository.js';
import { addressHash } from './address-hash.js';
import { SuppressReader } from './suppress-reader.service.js';
import { suppressionRules } from './suppression-causes.js';

/** Characters of an operator's reason: a sentence, not a file. */
const REASON_LIMIT = 300;

/** Bans that operators put on and take off, by address; every one is in the audit log, without the address. */
@Injectable()
export class OperatorBans {
  constructor(
    private readonly database: Database,
    private readonly people: PersonalRepository,
    private readonly suppressions: SuppressionRepository,
    private readonly suppressReader: SuppressReader,
    private readonly audit: Audit,
    private readonly log: Log,
    private readonly tokens: TokenSigner,
  ) {}

  /** @param canonical as `judgeAddress` gives it; nobody need be known by it. Returns false when it was banned so already. */
  async suppress(canonical: string, by: { operatorId: string; reason: string }): Promise<boolean> {
    const hash = addressHash(this.tokens, canonical);
    const evidence = { operatorId: by.operatorId, reason: redactedLine(by.reason, REASON_LIMIT) };
    return this.database.transaction().execute(async (trx) => {
      const isNew = await this.suppressions.ban(trx, hash, 'operator', evidence);
      const person = await this.people.known(trx, canonical, hash);
      // Also stops the notices that are owed.
      if (person !== undefined) await this.suppressReader.suppress(trx, [person.id], 'operator', evidence);
      const object = objectOf(person?.id);
      if (isNew)
        await this.audit.append(trx, {
          operatorId: by.operatorId,
          action: 'suppression.added',
          object,
          detail: { cause: 'operator', reason: evidence.reason },
        });
      this.log.info('suppression.added', { object, cause: 'operator', isNew });
      return isNew;
    });
  }

  /** @throws subscriber.erased, suppression.readers_own: only the reader lifts these · suppression.unknown */
  async lift(canonical: string, by: { operatorId: string; cause: SuppressionCause; reason?: string }): Promise<void> {
    const { cause, operatorId } = by;
    const reason = by.reason === undefined ? {} : { reason: redactedLine(by.reason, REASON_LIMIT) };
    if (cause === 'erased') throw subscriberErrors.error('subscriber.erased');
    if (suppressionRules[cause].liftedBy !== 'operator')
      throw subscriberErrors.error('suppression.readers_own', { cause });
    const hash = addressHash(this.tokens, canonical);
    await this.database.transaction().execute(async (trx) => {
      if (!(await this.suppressions.lift(trx, hash, cause)))
        throw subscriberErrors.error('suppression.unknown', { cause });
      const object = objectOf((await this.people.known(trx, canonical, hash))?.id);
      await this.audit.append(trx, { operatorId, action: 'suppression.lifted', object, detail: { cause, ...reason } });
      this.log.info('suppression.lifted', { object, cause });
    });
  }
}

/** The audit log holds no address and no hash of one; a ban on somebody nobody knows is about nobody in particular. */
function objectOf(subscriberId: string | undefined): string {
  return `subscriber:${subscriberId ?? 'unknown'}`;
}
