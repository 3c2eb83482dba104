import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BelongingRepository, editionErrors } from '@app/editions';
import type { RightsSubject } from '@app/operators';
import { isId } from '@app/platform';
import type { Of } from './access.js';

/** A newsletter's slug is shorter than this; a longer text is not looked up. */
const MAX_SLUG_LENGTH = 100;

/** From what a route's address names to the newsletter and family that the right is asked for. */
@Injectable()
export class RightsSubjects {
  constructor(private readonly belonging: BelongingRepository) {}

  /** undefined: the address names nothing that could exist, which the handler's own check of it says. */
  async of(request: FastifyRequest, of: Exclude<Of, string>): Promise<RightsSubject | undefined> {
    return 'newsletter' in of
      ? this.ofNewsletter(parameter(request, of.newsletter))
      : this.ofEdition(parameter(request, of.edition));
  }

  /** @throws `newsletter.unknown`, also for what the database takes in no text */
  async ofNewsletter(slugOrId: string): Promise<RightsSubject | undefined> {
    if (slugOrId.length > MAX_SLUG_LENGTH) return undefined;
    const found = slugOrId.includes('\0') ? undefined : await this.belonging.ofNewsletter(slugOrId);
    if (found === undefined) throw editionErrors.error('newsletter.unknown', { slug: slugOrId });
    return found;
  }

  /** @throws `edition.unknown` */
  async ofEdition(editionId: string): Promise<RightsSubject | undefined> {
    if (!isId(editionId)) return undefined;
    const found = await this.belonging.ofEdition(editionId);
    if (found === undefined) throw editionErrors.error('edition.unknown', { editionId });
    return found;
  }
}

function parameter(request: FastifyRequest, name: string): string {
  const { params } = request;
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  // A declaration that names no parameter of its route would let everybody through as nothing.
  if (typeof value !== 'string') throw new Error(`the route has no parameter ${name}, which its rights are asked for`);
  return value;
}
