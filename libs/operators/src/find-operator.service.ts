import { Injectable } from '@nestjs/common';
import { Database, type OperatorRole } from '@app/platform';
import { canonicalAddress } from './operator-identity.js';
import { OperatorsRepository } from './operators.repository.js';

export interface FoundOperator {
  readonly operatorId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly isDisabled: boolean;
}

/** From an address, as people name operators on the command line, to the operator. */
@Injectable()
export class FindOperator {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorsRepository,
  ) {}

  /** @throws operator.address_invalid */
  async byAddress(address: string): Promise<FoundOperator | undefined> {
    const row = await this.operators.findByAddress(this.database, canonicalAddress(address));
    if (row === undefined) return undefined;
    return { operatorId: row.id, name: row.name, role: row.role, isDisabled: row.disabled_at !== null };
  }
}
