import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { ManageDkim, type ShownKey } from '@app/mail';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { Answers } from '../../answers.js';
import { givenDomain } from './given-domain.js';

const dkimKey = z.object({
  domain: z.string(),
  selector: z.string(),
  state: z.enum(['pending', 'active', 'retiring', 'retired']),
  record: z
    .object({
      name: z.string(),
      value: z.string().describe('The whole text of the TXT record.'),
      strings: z.string().describe('The same for a zone file: quoted strings of at most 255 octets.'),
    })
    .describe('What must be published. The private key never leaves the installation.'),
  createdAt: z.iso.datetime(),
  activeAt: z.iso.datetime().nullable(),
  retiringAt: z.iso.datetime().nullable().describe('Since then it signs no more; its record stays for seven days.'),
  retiredAt: z.iso.datetime().nullable(),
});
type DkimKeyAnswer = z.infer<typeof dkimKey>;

const rotation = z.object({
  outcome: z.enum(['waits', 'done']).describe('waits: publish the record and ask again. done: the key signs now.'),
  key: dkimKey,
  why: z.string().nullable().describe('Why it waits, where the name system was asked.'),
});

const selector = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and hyphens');
const newKey = z.strictObject({
  domain: givenDomain.describe('That newsletters are sent from, or one above it.'),
  selector: selector.optional().describe('Left out: the month and a letter, such as cp202611a.'),
});

const DOMAIN = { schema: givenDomain };
const SELECTOR = { schema: selector };

/** Keys that sign what is sent (RFC 6376), by sending domain. */
@Controller('api/v1/dkim-keys')
@Requires('administer')
export class DkimKeysController {
  constructor(private readonly keys: ManageDkim) {}

  @Get()
  @Answers(200, z.object({ keys: z.array(dkimKey) }), 'All of them, in the order they were made.')
  async listDkimKeys() {
    return { keys: (await this.keys.show()).map(answerOf) };
  }

  @Post()
  @Answers(201, dkimKey, 'Made. It signs nothing before its record is published and it is activated.')
  async addDkimKey(
    @Body({ schema: newKey }) given: z.infer<typeof newKey>,
    @Caller() { operatorId }: Principal,
  ): Promise<DkimKeyAnswer> {
    return answerOf(await this.keys.create({ ...given, operatorId }));
  }

  /** The next step: makes a key where none is pending, else activates it as soon as its record is published. */
  @Post(':domain/rotate')
  @HttpCode(200)
  @Answers(200, rotation, 'How far the rotation is. Ask again after publishing.')
  async rotateDkimKey(
    @Param('domain', DOMAIN) domain: string,
    @Caller() { operatorId }: Principal,
  ): Promise<z.infer<typeof rotation>> {
    const { outcome, key, why } = await this.keys.rotate(domain, { operatorId });
    return { outcome, key: answerOf(key), why: why ?? null };
  }

  /** Asks the name system now; changes nothing. */
  @Post(':domain/:selector/check')
  @HttpCode(200)
  @Answers(
    200,
    z.object({ isPublished: z.boolean(), why: z.string().nullable() }),
    'Whether receivers can verify with it.',
  )
  async checkDkimKey(@Param('domain', DOMAIN) domain: string, @Param('selector', SELECTOR) name: string) {
    const why = await this.keys.fault({ domain, selector: name });
    return { isPublished: why === undefined, why: why ?? null };
  }

  /** 409 `dkim.not_published` until the name system has its record: what nobody can verify is worse than no signature. */
  @Post(':domain/:selector/activate')
  @HttpCode(200)
  @Answers(200, dkimKey, 'Signs within a minute; the key before it keeps its record for seven days.')
  async activateDkimKey(
    @Param('domain', DOMAIN) domain: string,
    @Param('selector', SELECTOR) name: string,
    @Caller() { operatorId }: Principal,
  ): Promise<DkimKeyAnswer> {
    return answerOf(await this.keys.activate({ domain, selector: name, operatorId }));
  }
}

function answerOf({ createdAt, activeAt, retiringAt, retiredAt, ...rest }: ShownKey): DkimKeyAnswer {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    activeAt: activeAt?.toISOString() ?? null,
    retiringAt: retiringAt?.toISOString() ?? null,
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}
