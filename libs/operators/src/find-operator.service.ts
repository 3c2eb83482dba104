import { Injectable } from '@nestjs/common';
import { Database, type OperatorRole } from '@app/platform';
import { canonicalAddress } from './operator-identity.js';
import { OperatorsRepository, type OperatorRow } from './operators.repository.js';

export interface FoundOperator {
  readonly operatorId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly isDisabled: boolean;
}

/** From what people name operators by on the command line, an address or an id, to the operator. */
@Injectable()
export class FindOperator {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorsRepository,
  ) {}

  /** @throws operator.address_invalid */
  async byAddress(address: string): Promise<FoundOperator | undefined> {
    return found(await this.operators.findByAddress(this.database, canonicalAddress(address)));
  }

  async byId(operatorId: string): Promise<FoundOperator | undefined> {
    return found(await this.operators.findById(this.database, operatorId));
  }
}

function found(row: OperatorRow | undefined): FoundOperator | undefined {
  if (row === undefined) return undefined;
  return { operatorId: row.id, name: row.name, role: row.role, isDisabled: row.disabled_at !== null };
}
