import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '@app/platform';
import { siteOrigins } from './site-origins.js';
import { Storefront } from './storefront.service.js';

/** What lies under it may be called by the scripts of other sites, as each newsletter allows. */
export const PUBLIC_API = '/api/public/v1/';
/** The list is what anybody may read anyway, and names nobody's sites. */
const FOR_ALL_SITES = `${PUBLIC_API}newsletters`;
/** Seconds a browser may remember a preflight: a site that is taken off the list is out this much later. */
const PREFLIGHT_SECONDS = 600;

/**
 * Which sites' scripts may read the answers of the public API (Fetch standard, CORS): those of the newsletter that is
 * asked about, never with credentials. A hook rather than an interceptor, because refusals of a body that cannot be
 * read have to be readable too. This keeps browsers honest and nobody else; what stops abuse is the gate.
 */
@Injectable()
export class EmbedCors implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly storefront: Storefront,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    const server: FastifyInstance = this.host.httpAdapter.getInstance();
    server.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url?.startsWith(PUBLIC_API) === true) await this.open(request, reply);
    });
  }

  private async open(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.routeOptions.url === FOR_ALL_SITES) {
      reply.header('access-control-allow-origin', '*');
      return;
    }
    // Also without an Origin: a cache must not give this answer to a site that names itself.
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !(await this.mayRead(request, origin))) return;
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-expose-headers', 'Retry-After');
    if (request.method !== 'OPTIONS') return;
    reply.header('access-control-allow-methods', 'GET, POST');
    reply.header('access-control-allow-headers', 'Content-Type');
    reply.header('access-control-max-age', String(PREFLIGHT_SECONDS));
  }

  private async mayRead(request: FastifyRequest, origin: string): Promise<boolean> {
    const { slug } = request.params as { readonly slug?: string };
    try {
      const asked = slug === undefined ? await this.storefront.all() : await this.storefront.named(slug);
      return asked.some((newsletter) => siteOrigins(newsletter).includes(origin));
    } catch (error) {
      // The handler will meet the same failure and say so; without leave the site's script does not see it.
      this.log.failure('embed.sites_not_read', error);
      return false;
    }
  }
}
