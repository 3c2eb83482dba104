import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { operatorErrors } from '../operators.errors.js';
import { OperatorDirectoryRepository, type ListedOperator } from './operator-directory.repository.js';

/** Who there is, for those who administer: with addresses, and what each may. */
@Injectable()
export class ReadOperators {
  constructor(
    private readonly database: Database,
    private readonly directory: OperatorDirectoryRepository,
  ) {}

  /** Oldest first. `next`: the id to go on after. */
  async page({ after, limit }: { after?: string | undefined; limit: number }): Promise<{
    readonly operators: readonly ListedOperator[];
    readonly next: string | null;
  }> {
    const found = await this.directory.page(this.database, { after, limit: limit + 1 });
    const operators = found.slice(0, limit);
    return { operators, next: found.length > limit ? (operators.at(-1)?.id ?? null) : null };
  }

  /** @throws `operator.unknown` */
  async read(operatorId: string): Promise<ListedOperator> {
    const found = await this.directory.byId(this.database, operatorId);
    if (found === undefined) throw operatorErrors.error('operator.unknown');
    return found;
  }
}
