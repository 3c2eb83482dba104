import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Principal } from '@app/operators';
import { Caller, Requires } from '../../access.js';
import { EventHub } from './event-hub.service.js';

/** Characters of an id we gave; a longer one is none of ours. */
const MAX_EVENT_ID = 80;

/** What changes while one looks. */
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly hub: EventHub) {}

  @Get()
  @Requires('editions:read')
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The last event heard, to get those missed since.' })
  @ApiResponse({
    status: 200,
    description:
      'Server-sent events without end. `today` names what is to be read again: {"about":["editions","needs"]}. ' +
      '`progress` has the figures of an edition that is being sent: {"editionId", "recipients", "submitted", "rejected", "skipped", "uncertain", "deferred", "at"}. ' +
      'A comment every 15 seconds. The stream ends with the session or the key.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  listen(
    @Caller() caller: Principal,
    @Res() reply: FastifyReply,
    @Headers('last-event-id') lastEventId: string | undefined,
  ): void {
    this.hub.admit(caller);
    const heard = lastEventId === undefined || lastEventId.length > MAX_EVENT_ID ? undefined : lastEventId;
    const headers = {
      ...reply.getHeaders(),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would collect events until a buffer is full
      'x-accel-buffering': 'no',
    };
    reply.hijack();
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) reply.raw.setHeader(name, value);
    reply.raw.writeHead(200);
    reply.raw.flushHeaders();
    this.hub.listen(caller, reply.raw, heard);
  } // prettier-ignore
}
