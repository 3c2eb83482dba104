import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, hashSecret, newId, newSecret } from '@app/platform';
import { AccessRepository } from './access.repository.js';
import { operatorErrors } from './operators.errors.js';
import { OperatorsRepository } from './operators.repository.js';

/** Long enough to change window and find the mail, short enough that a forgotten one is worth nothing. */
export const SIGN_IN_LINK_MINUTES = 15;

export interface IssuedLink {
  /** Goes into the address `/admin/sign-in/<secret>` and is nowhere else: it cannot be shown a second time. */
  readonly secret: string;
  readonly expiresAt: Date;
}

@Injectable()
export class IssueSignInLink {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorsRepository,
    private readonly access: AccessRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** `issuedBy` is null when the command line does it. @throws operator.unknown, operator.disabled */
  async issue(request: { readonly operatorId: string; readonly issuedBy: string | null }): Promise<IssuedLink> {
    const { operatorId, issuedBy } = request;
    const operator = await this.operators.findById(this.database, operatorId);
    if (operator === undefined) throw operatorErrors.error('operator.unknown');
    if (operator.disabled_at !== null) throw operatorErrors.error('operator.disabled');
    const secret = newSecret();
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + SIGN_IN_LINK_MINUTES * 60_000);
    const id = newId();
    const link = { id, operator_id: operatorId, token_hash: hashSecret(secret), created_at: now, expires_at: expiresAt, used_at: null }; // prettier-ignore
    await this.database.transaction().execute(async (tx) => {
      await this.access.insertSignInLink(tx, link);
      const object = `operator:${operatorId}`;
      await this.audit.append(tx, {
        operatorId: issuedBy,
        action: 'operator.link_issued',
        object,
        detail: { link: id },
      });
    });
    return { secret, expiresAt };
  }
}
