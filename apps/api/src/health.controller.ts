import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Log, ReadinessProbe } from '@app/platform';
import { Public } from './access.js';

/** For machines: is the process alive, and can it reach what it needs? */
@Controller('health')
export class HealthController {
  constructor(
    private readonly probe: ReadinessProbe,
    private readonly log: Log,
  ) {}

  @Get('live')
  @Public()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Says which part is away, and only to the log why: the reason can name hosts. */
  @Get('ready')
  @Public()
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const { ready, checks } = await this.probe.check();
    if (!ready) this.log.warn('health.not_ready', { checks });
    reply.status(ready ? 200 : 503);
    return { ready, checks: { database: checks.database.ok, queue: checks.queue.ok } };
  }
}
