import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { ManageTransports, TestTransport, type ShownTransport, type TransportSettings } from '@app/mail';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../access.js';
import { Answers } from '../answers.js';
import { entityTag, IfMatch, TakesIfMatch } from '../if-match.js';
import {
  namedTransport,
  newTransport,
  transportAnswer,
  transportAnswerOf,
  transportChange,
  transportList,
  transportTest,
  type NewTransportInput,
  type TransportAnswer,
  type TransportChangeInput,
} from './transport-answers.js';

/**
 * Relays. Passwords come by PUT and PATCH and never by POST: of a POST under an idempotency key a hash is kept, and of a
 * password not even that is to lie in a table.
 */
@Controller('api/v1/transports')
@Requires('administer')
export class TransportsController {
  constructor(
    private readonly transports: ManageTransports,
    private readonly testing: TestTransport,
  ) {}

  @Get()
  @Answers(
    200,
    transportList,
    'All of them with their health, retired ones last. The environment’s relays are not here.',
  )
  async listTransports() {
    return { transports: (await this.transports.all()).map(transportAnswerOf) };
  }

  @Get(':name')
  @Answers(200, transportAnswer, 'With the version to change it under as `ETag`.')
  async readTransport(
    @Param('name', { schema: namedTransport }) name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TransportAnswer> {
    return answer(reply, await this.transports.read(name));
  }

  /** 409 `transport.name_taken` where it is there, or was: this never changes one. */
  @Put(':name')
  @HttpCode(201)
  @Answers(201, transportAnswer, 'Added; it is used within seconds.')
  async addTransport(
    @Param('name', { schema: namedTransport }) name: string,
    @Body({ schema: newTransport }) { insecure, password, ...settings }: NewTransportInput,
    @Caller() { operatorId }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TransportAnswer> {
    const given = { name, ...settings, password: password ?? null };
    return answer(reply, await this.transports.add(given, { operatorId, mayBeInsecure: insecure ?? false }));
  }

  @Patch(':name')
  @TakesIfMatch()
  @Answers(200, transportAnswer, 'Changed; what is under way ends over the old connections.')
  async changeTransport(
    @Param('name', { schema: namedTransport }) name: string,
    @Body({ schema: transportChange }) { insecure, password, ...change }: TransportChangeInput,
    @IfMatch() version: number,
    @Caller() { operatorId }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TransportAnswer> {
    const asked = { settings: given(change), version, ...(password !== undefined && { password }) };
    return answer(reply, await this.transports.change(name, asked, { operatorId, mayBeInsecure: insecure ?? false }));
  } // prettier-ignore

  @Post(':name/pause')
  @HttpCode(200)
  @Answers(200, transportAnswer, 'Given nothing more until it is resumed; dialogues under way end.')
  async pauseTransport(@Param('name', { schema: namedTransport }) name: string, @Caller() { operatorId }: Principal) {
    return transportAnswerOf(await this.transports.pause(name, { operatorId }));
  }

  @Post(':name/resume')
  @HttpCode(200)
  @Answers(200, transportAnswer, 'Used again.')
  async resumeTransport(@Param('name', { schema: namedTransport }) name: string, @Caller() { operatorId }: Principal) {
    return transportAnswerOf(await this.transports.resume(name, { operatorId }));
  }

  @Post(':name/retire')
  @HttpCode(200)
  @Answers(200, transportAnswer, 'For good: its password is forgotten, its name stays taken.')
  async retireTransport(@Param('name', { schema: namedTransport }) name: string, @Caller() { operatorId }: Principal) {
    return transportAnswerOf(await this.transports.retire(name, { operatorId }));
  }

  /** Connects, secures, signs in, leaves; sends no message. */
  @Post(':name/test')
  @HttpCode(200)
  @Answers(200, transportTest, 'What the relay said.')
  async testTransport(@Param('name', { schema: namedTransport }) name: string): Promise<z.infer<typeof transportTest>> {
    const { probe } = await this.testing.test(name);
    return probe.works
      ? { works: true, trouble: null, reply: null, isSecured: probe.isSecured, offers: [...probe.offers] }
      : { works: false, trouble: probe.trouble, reply: probe.reply, isSecured: null, offers: [] };
  }
}

function answer(reply: FastifyReply, shown: ShownTransport): TransportAnswer {
  reply.header('etag', entityTag(shown.version));
  return transportAnswerOf(shown);
}

/** Only what was said, undefined left out. */
function given(change: Omit<TransportChangeInput, 'insecure' | 'password'>): Partial<TransportSettings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
