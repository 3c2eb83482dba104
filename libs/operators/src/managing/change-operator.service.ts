import { Injectable } from '@nestjs/common';
import { Audit, Database, type Db, type OperatorRole } from '@app/platform';
import { GrantRepository } from '../grants/grant.repository.js';
import { cleanName } from '../operator-identity.js';
import { operatorErrors } from '../operators.errors.js';
import { OperatorsRepository } from '../operators.repository.js';
import { heldRights, type Grant, type HeldRights } from '../rights.js';
import { OperatorDirectoryRepository, type ListedOperator } from './operator-directory.repository.js';
import { rightsBeyond } from './rights-beyond.js';
import { StandingOfOperators } from './standing-of-operators.service.js';

/** Whoever changes an operator. */
export interface Actor {
  /** null: the command line. */
  readonly operatorId: string | null;
  /** Nobody gives what is not among these, nor touches somebody who holds more. */
  readonly held: HeldRights;
}

/** The command line belongs to whoever has the machine, who may all. */
export const COMMAND_LINE: Actor = { operatorId: null, held: heldRights('admin') };

/** What is left out stays. */
export interface OperatorChange {
  readonly name?: string | undefined;
  readonly role?: OperatorRole | undefined;
  readonly locale?: string | undefined;
  /** All that are held from then on, beyond the role's rights. */
  readonly grants?: readonly Grant[] | undefined;
}

export interface ChangeRequest {
  readonly by: Actor;
  /** The version that was looked at; left out: whatever it is. */
  readonly version?: number | undefined;
}

/** Who may what, changed by those who administer. */
@Injectable()
export class ChangeOperator {
  constructor(
    private readonly database: Database,
    private readonly directory: OperatorDirectoryRepository,
    private readonly grants: GrantRepository,
    private readonly operators: OperatorsRepository,
    private readonly standing: StandingOfOperators,
    private readonly audit: Audit,
  ) {}

  /**
   * @throws `operator.unknown`, `operator.changed_meanwhile`, `operator.beyond_own_rights`, `operator.last_administrator`,
   * `operator.name_invalid`, `operator.grant_invalid`, `operator.grant_too_narrow`
   */
  change(operatorId: string, change: OperatorChange, request: ChangeRequest): Promise<ListedOperator> {
    return this.locked(operatorId, request, async (tx, before) => {
      const { role = before.role, grants = before.grants } = change;
      const after = heldRights(role, grants);
      this.assertWithin(request.by, heldRights(before.role, before.grants), after);
      const columns = {
        ...(change.name !== undefined && { name: cleanName(change.name) }),
        ...(change.locale !== undefined && { locale: change.locale }),
        role,
      };
      await this.directory.change(tx, operatorId, columns);
      if (change.grants !== undefined) await this.grants.replace(tx, operatorId, merged(after, role));
      await this.note(tx, request.by, 'operator.changed', operatorId, differences(before, { ...change, role }));
    });
  }

  /** Ends every session and link at once; the operator's keys open nothing until it is enabled again. */
  disable(operatorId: string, request: ChangeRequest): Promise<ListedOperator> {
    return this.locked(operatorId, request, async (tx, before) => {
      if (before.disabledAt !== null) return;
      this.assertWithin(request.by, heldRights('viewer'), heldRights(before.role, before.grants));
      await this.standing.disable(tx, operatorId, request.by.operatorId);
      await this.note(tx, request.by, 'operator.disabled', operatorId, {});
    });
  }

  enable(operatorId: string, request: ChangeRequest): Promise<ListedOperator> {
    return this.locked(operatorId, request, async (tx, before) => {
      if (before.disabledAt === null) return;
      this.assertWithin(request.by, heldRights('viewer'), heldRights(before.role, before.grants));
      await this.standing.enable(tx, operatorId, request.by.operatorId);
      await this.note(tx, request.by, 'operator.enabled', operatorId, {});
    });
  }

  /** @throws `operator.beyond_own_rights` where a new operator would get what the giver does not hold */
  assertMayGive({ role, grants = [] }: { role: OperatorRole; grants?: readonly Grant[] }, by: Actor): void {
    this.assertWithin(by, heldRights('viewer'), heldRights(role, grants));
  }

  /** Whoever is touched must not hold more than whoever touches: else the lesser would rule the greater. */
  async assertMayTouch(operatorId: string, by: Actor): Promise<void> {
    const found = await this.directory.byId(this.database, operatorId);
    if (found === undefined) throw operatorErrors.error('operator.unknown');
    this.assertWithin(by, heldRights('viewer'), heldRights(found.role, found.grants));
  }

  private async locked(
    operatorId: string,
    { by, version }: ChangeRequest,
    work: (tx: Db, before: ListedOperator) => Promise<void>,
  ): Promise<ListedOperator> {
    return this.database.transaction().execute(async (tx) => {
      await this.directory.lockChanges(tx);
      const before = await this.directory.byId(tx, operatorId);
      if (before === undefined) throw operatorErrors.error('operator.unknown');
      if (version !== undefined && version !== before.version)
        throw operatorErrors.error('operator.changed_meanwhile', { version: before.version });
      // Who holds more than they do is not theirs to change; what they themselves hold they may give up.
      if (operatorId !== by.operatorId)
        this.assertWithin(by, heldRights('viewer'), heldRights(before.role, before.grants));
      const { length: cameIn } = await this.operators.adminsWhoCameIn(tx);
      await work(tx, before);
      await this.assertAdministered(tx, cameIn);
      const after = await this.directory.byId(tx, operatorId);
      if (after === undefined) throw operatorErrors.error('operator.unknown');
      return after;
    });
  }

  /**
   * `cameIn`: how many there were before who can come in. Where there was none, as on the first day, whoever is invited
   * has to do.
   */
  private async assertAdministered(tx: Db, cameIn: number): Promise<void> {
    const isLastGone = cameIn > 0 && (await this.operators.adminsWhoCameIn(tx)).length === 0;
    if (isLastGone || (await this.operators.admins(tx)).length === 0)
      throw operatorErrors.error('operator.last_administrator');
  }

  private assertWithin({ held }: Actor, before: HeldRights, after: HeldRights): void {
    const beyond = rightsBeyond(held, before, after);
    if (beyond.length > 0) throw operatorErrors.error('operator.beyond_own_rights', { rights: beyond });
  }

  private note(
    tx: Db,
    by: Actor,
    ...[action, operatorId, detail]: readonly [string, string, Readonly<Record<string, unknown>>]
  ): Promise<void> {
    return this.audit.append(tx, { operatorId: by.operatorId, action, object: `operator:${operatorId}`, detail });
  }
}

/** One grant for each place, without what the role gives anyway everywhere. */
function merged({ everywhere, newsletters, families }: HeldRights, role: OperatorRole): Grant[] {
  const ofRole = heldRights(role).everywhere;
  const general = everywhere.filter((right) => !ofRole.includes(right));
  return [
    { rights: general, newsletterId: null, familyId: null },
    ...newsletters.map(({ id, rights }) => ({ rights, newsletterId: id, familyId: null })),
    ...families.map(({ id, rights }) => ({ rights, newsletterId: null, familyId: id })),
  ].filter(({ rights }) => rights.length > 0);
}

/** For the log: which of it is another now. Names are persons' and stay out of it. */
function differences(before: ListedOperator, change: OperatorChange): Record<string, unknown> {
  const { name, role, locale, grants } = change;
  return {
    ...(role !== before.role && { role: { was: before.role, is: role } }),
    ...(name !== undefined && name !== before.name && { name: true }),
    ...(locale !== undefined && locale !== before.locale && { locale }),
    ...(grants !== undefined && { grants: { was: before.grants, is: grants } }),
  };
}
