import { Injectable } from '@nestjs/common';
import { Database, type OperatorRole } from '@app/platform';
import { GrantRepository } from './grants/grant.repository.js';
import { canonicalAddress } from './operator-identity.js';
import { OperatorsRepository, type OperatorRow } from './operators.repository.js';
import type { HeldRights } from './rights.js';

export interface FoundOperator {
  readonly operatorId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly isDisabled: boolean;
  readonly held: HeldRights;
}

/** From what people name operators by on the command line, an address or an id, to the operator. */
@Injectable()
export class FindOperator {
  constructor(
    private readonly database: Database,
    private readonly operators: OperatorsRepository,
    private readonly grants: GrantRepository,
  ) {}

  /** @throws operator.address_invalid */
  async byAddress(address: string): Promise<FoundOperator | undefined> {
    return this.found(await this.operators.findByAddress(this.database, canonicalAddress(address)));
  }

  async byId(operatorId: string): Promise<FoundOperator | undefined> {
    return this.found(await this.operators.findById(this.database, operatorId));
  }

  private async found(row: OperatorRow | undefined): Promise<FoundOperator | undefined> {
    if (row === undefined) return undefined;
    const operator = { operatorId: row.id, name: row.name, role: row.role };
    const held = await this.grants.held(this.database, operator);
    return { ...operator, isDisabled: row.disabled_at !== null, held };
  }
}
