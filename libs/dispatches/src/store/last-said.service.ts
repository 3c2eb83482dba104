import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { incomingDispatch, type IncomingDispatch } from '../dispatch.js';
import type { GivenContent } from './dispatch-content.js';
import { KnownDispatchRepository } from './known-dispatch.repository.js';

/** What a source said last of a dispatch, for a message about it that does not say it again. */
@Injectable()
export class LastSaid {
  constructor(
    private readonly database: Database,
    private readonly known: KnownDispatchRepository,
  ) {}

  /** As it could come in again; undefined where the source never told of this id. */
  async by(sourceId: string, externalId: string): Promise<IncomingDispatch | undefined> {
    const keys = { sourceId, externalIds: [externalId], canonicalLinks: [] };
    const { byExternalId } = await this.known.known(this.database, keys);
    const found = byExternalId.get(externalId);
    return found === undefined ? undefined : asIncoming({ ...(found.said ?? found.content), externalId });
  }
}

/** Versions write null where what comes in leaves out. */
function asIncoming(said: GivenContent): IncomingDispatch {
  return incomingDispatch.parse(JSON.parse(JSON.stringify(said), (_, value: unknown) => value ?? undefined));
}
