import { Injectable } from '@nestjs/common';
import { Clock, SecretBox, type Db } from '@app/platform';
import { CredentialsRepository, type Credentials } from '../signing-in/credentials.repository.js';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.js';
import { newTotpSecret, totpStep } from './totp.js';

/** The name a sealed secret is bound to. */
function totpOwner(operatorId: string): string {
  return `operator-totp:${operatorId}`;
}

/** Codes of the app and recovery codes: made, kept, and taken, so that each is good once. */
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

  /** A new secret of the app's, good for nothing until {@link confirm}. */
  async begin(tx: Db, operatorId: string): Promise<Buffer> {
    const secret = newTotpSecret();
    await this.credentials.setTotpSecret(tx, operatorId, this.box.seal(secret, totpOwner(operatorId)));
    return secret;
  }

  /** On from the time returned. */
  async confirm(tx: Db, operatorId: string): Promise<Date> {
    const now = this.clock.now();
    await this.credentials.confirmTotp(tx, operatorId, now);
    return now;
  }

  /** Ten; the old ones are void. */
  async renewRecoveryCodes(tx: Db, operatorId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    const hashes = codes.map(recoveryCodeHash).filter((hash) => hash !== undefined);
    await this.credentials.replaceRecoveryCodes(tx, operatorId, hashes, this.clock.now());
    return codes;
  }

  /** No secret and no recovery code any more. */
  async forget(tx: Db, operatorId: string): Promise<void> {
    await this.credentials.setTotpSecret(tx, operatorId, null);
    await this.credentials.replaceRecoveryCodes(tx, operatorId, [], this.clock.now());
  }
}
