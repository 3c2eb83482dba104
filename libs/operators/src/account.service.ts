import { Injectable } from '@nestjs/common';
import { Audit, Database } from '@app/platform';
import { cleanName } from './operator-identity.js';
import { operatorErrors } from './operators.errors.js';
import { isRight, type Right } from './rights.js';
import { CredentialsRepository } from './signing-in/credentials.repository.js';

/** An operator's own account as they see it. */
export interface OwnAccount {
  readonly operatorId: string;
  readonly address: string;
  readonly name: string;
  readonly locale: string;
  readonly hasPassword: boolean;
  readonly passwordChangedAt: Date | null;
  readonly secondFactorSince: Date | null;
  readonly recoveryCodesLeft: number;
  /** What is held only in a session with a second factor. */
  readonly secondFactorFor: readonly Right[];
  readonly isAtProvider: boolean;
}

@Injectable()
export class Account {
  constructor(
    private readonly database: Database,
    private readonly credentials: CredentialsRepository,
    private readonly audit: Audit,
  ) {}

  /** @throws operator.unknown */
  async read(operatorId: string): Promise<OwnAccount> {
    const owner = await this.credentials.byId(this.database, operatorId);
    if (owner === undefined) throw operatorErrors.error('operator.unknown');
    const { address, name, locale, passwordHash, passwordChangedAt, totpConfirmedAt, oidcIssuer } = owner;
    const hasPassword = passwordHash !== null;
    return {
      operatorId,
      address,
      name,
      locale,
      hasPassword,
      passwordChangedAt: hasPassword ? passwordChangedAt : null,
      secondFactorSince: totpConfirmedAt,
      recoveryCodesLeft: await this.credentials.countRecoveryCodes(this.database, operatorId),
      secondFactorFor: (await this.credentials.secondFactorFor(this.database)).filter(isRight),
      isAtProvider: oidcIssuer !== null,
    };
  }

  /** One's name and language. @throws operator.name_invalid */
  async change(operatorId: string, given: { readonly name: string; readonly locale: string }): Promise<void> {
    const name = cleanName(given.name);
    await this.database.transaction().execute(async (tx) => {
      await this.credentials.setProfile(tx, operatorId, { name, locale: given.locale });
      const object = `operator:${operatorId}`;
      await this.audit.append(tx, { operatorId, action: 'operator.account_changed', object });
    });
  }
}
