import { Injectable } from '@nestjs/common';
import { Clock, SecretBox, type Db } from '@app/platform';
import { CredentialsRepository, type Credentials } from '../signing-in/credentials.repository.js';
import { recoveryCodeHash } from './recovery-codes.js';
import { totpStep } from './totp.js';

/** The name a sealed secret is bound to. */
export function totpOwner(operatorId: string): string {
  return `operator-totp:${operatorId}`;
}

/** Whether a code is right, and taking it, so that it is good once. */
@Injectable()
export class SecondFactorCodes {
  constructor(
    private readonly credentials: CredentialsRepository,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** A code of the app, or a recovery code. */
  async take(tx: Db, owner: Credentials, code: string): Promise<boolean> {
    if (await this.takeFromApp(tx, owner, code)) return true;
    const hash = recoveryCodeHash(code);
    return hash !== undefined && this.credentials.takeRecoveryCode(tx, owner.operatorId, hash, this.clock.now());
  }

  async takeFromApp(tx: Db, { operatorId, totpSecret }: Credentials, code: string): Promise<boolean> {
    if (totpSecret === null) return false;
    const step = totpStep(this.box.open(totpSecret, totpOwner(operatorId)), code, this.clock.now());
    return step !== undefined && this.credentials.takeTotpStep(tx, operatorId, step);
  }
}
