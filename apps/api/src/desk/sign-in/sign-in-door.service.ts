import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DeviceCookies, type OpenedSession, type RenewedSession, type WayIn } from '@app/operators';
import { Config } from '@app/platform';
import { apiErrors } from '../../api.errors.js';
import { requestSite } from '../../same-origin.js';
import { deviceCookie, sessionCookie } from '../../session-cookie.js';

/** What every way in does with the request it comes by and the cookies it leaves with. */
@Injectable()
export class SignInDoor {
  constructor(
    private readonly devices: DeviceCookies,
    private readonly config: Config,
  ) {}

  wayIn(request: FastifyRequest): WayIn {
    const { ip: networkAddress, headers, cookies } = request;
    return { networkAddress, userAgent: headers['user-agent'], deviceToken: cookies[deviceCookie(this.config).name] };
  }

  /**
   * Another site could otherwise sign somebody in as somebody else and watch what they do, or have a stranger's password
   * tried from a reader's browser. Of JSON only, which no form of another site can send unasked.
   *
   * @throws request.cross_site, request.media_type
   */
  assertOwnPage(request: FastifyRequest): void {
    if (requestSite(request.headers, this.config.publicUrl) !== 'same') throw apiErrors.error('request.cross_site');
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
      throw apiErrors.error('request.media_type');
  }

  /** Half a session leaves with its cookie too: the second factor is given under it. */
  leave(request: FastifyRequest, reply: FastifyReply, opened: OpenedSession): void {
    this.setSession(reply, opened);
    if (opened.awaitsSecondFactor) return;
    const { name, options } = deviceCookie(this.config);
    const { operatorId } = opened;
    const device = this.devices.issue(operatorId, this.devices.deviceOf(request.cookies[name], operatorId));
    reply.setCookie(name, device.token, { ...options, expires: device.expiresAt });
  }

  setSession(reply: FastifyReply, { secret, expiresAt }: RenewedSession): void {
    const { name, options } = sessionCookie(this.config);
    reply.setCookie(name, secret, { ...options, expires: expiresAt });
  }

  /** The secret the browser came with, whatever it is worth. */
  secretOf(request: FastifyRequest): string | undefined {
    return request.cookies[sessionCookie(this.config).name];
  }
}
