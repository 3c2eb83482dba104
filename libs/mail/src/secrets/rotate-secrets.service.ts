import { Injectable } from '@nestjs/common';
import { Audit, Database, isCatalogueError, SecretBox } from '@app/platform';
import { SealedSecretsRepository } from './sealed-secrets.repository.js';

export interface SecretRotation {
  /** Sealed under today's SECRET_KEY already. */
  readonly current: number;
  /** Sealed anew, or, when only looked at, to be sealed anew. */
  readonly rotated: number;
  /** Stored anew by somebody else in that moment, under today's key. */
  readonly changedMeanwhile: number;
  /** What neither SECRET_KEY nor SECRET_KEYS_PREVIOUS opens, such as `transport:<id>`: to be entered again. */
  readonly unreadable: readonly string[];
}

/** After a change of SECRET_KEY: everything stored is sealed under the new one, so that the old one can be given up. */
@Injectable()
export class RotateSecrets {
  constructor(
    private readonly database: Database,
    private readonly stored: SealedSecretsRepository,
    private readonly secrets: SecretBox,
    private readonly audit: Audit,
  ) {}

  /** Idempotent; each secret by itself, so that it can be broken off at any time. */
  async rotate({ dryRun }: { readonly dryRun: boolean }): Promise<SecretRotation> {
    const unreadable: string[] = [];
    const counts = { current: 0, rotated: 0, changedMeanwhile: 0 };
    for (const secret of await this.stored.all()) {
      const { belongsTo, sealed } = secret;
      const opened = this.open(sealed, belongsTo);
      if (opened === undefined) unreadable.push(belongsTo);
      else if (this.secrets.isCurrent(sealed)) counts.current += 1;
      else if (dryRun || (await this.stored.replace(secret, this.secrets.seal(opened, belongsTo)))) counts.rotated += 1;
      else counts.changedMeanwhile += 1;
    }
    if (!dryRun && counts.rotated > 0)
      await this.audit.append(this.database, { operatorId: null, action: 'secrets.rotated', object: 'secrets', detail: { ...counts, unreadable } }); // prettier-ignore
    return { ...counts, unreadable };
  }

  private open(sealed: Buffer, belongsTo: string): Buffer | undefined {
    try {
      return this.secrets.open(sealed, belongsTo);
    } catch (error) {
      // Counted and named by the caller; the others are rotated all the same.
      if (isCatalogueError(error, 'secret.unreadable')) return undefined;
      throw error;
    }
  }
}
