import { Injectable } from '@nestjs/common';
import { Audit, Clock, Database, newId, type OperatorRole } from '@app/platform';
import { canonicalAddress, cleanName } from './operator-identity.js';
import { operatorErrors } from './operators.errors.js';
import { OperatorsRepository } from './operators.repository.js';

export interface Invitation {
  readonly address: string;
  readonly name: string;
  readonly role: OperatorRole;
  /** BCP 47 tag; default English. */
  readonly locale?: string;
  /** null when the command line does it. */
  readonly invitedBy: string | null;
}

/** Makes someone an operator. They get in with a sign-in link, which is a second step. */
@Injectable()
export class InviteOperator {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorsRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** @throws operator.address_invalid, operator.name_invalid, operator.address_taken */
  async invite(invitation: Invitation): Promise<{ readonly operatorId: string }> {
    const operatorId = newId();
    const { role, locale = 'en' } = invitation;
    const row = {
      id: operatorId,
      address: canonicalAddress(invitation.address),
      name: cleanName(invitation.name),
      role,
      locale,
      created_at: this.clock.now(),
    };
    await this.database.transaction().execute(async (tx) => {
      if (!(await this.operators.insertOperator(tx, row))) throw operatorErrors.error('operator.address_taken');
      await this.audit.append(tx, {
        operatorId: invitation.invitedBy,
        action: 'operator.invited',
        object: `operator:${operatorId}`,
        detail: { role },
      });
    });
    return { operatorId };
  }
}
