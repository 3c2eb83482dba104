import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Principal } from '@app/operators';
import { Config, Log } from '@app/platform';
import { apiErrors } from './api.errors.js';

/** Seconds over which requests are counted. */
const WINDOW_SECONDS = 60;
/** Requests a minute of one person's browser: fifty a second, which no hand and no screen of ours comes near. */
export const SESSION_REQUESTS_PER_MINUTE = 3_000;
/** A count that Redis does not take at once is made here: nobody waits for a limit. */
const REDIS_MS = 300;

/**
 * How often a key or a session may ask. Counted in Redis where there is one, for all api processes together; otherwise,
 * and while Redis is away, in this process's memory: with several of them each lets through the whole limit.
 */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  private readonly redis: Redis | undefined;
  private readonly counter: RateLimiterAbstract;

  constructor(config: Config, log: Log) {
    const counting = { keyPrefix: 'colporteur:rate', points: 1, duration: WINDOW_SECONDS };
    const here = new RateLimiterMemory(counting);
    const { REDIS_URL: url } = config.env;
    this.redis = url === undefined ? undefined : connected(url, log);
    this.counter =
      this.redis === undefined ? here : new RateLimiterRedis({ ...counting, storeClient: this.redis, insuranceLimiter: here }); // prettier-ignore
  }

  /**
   * Counts one request, and says in `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10) how many
   * are left.
   *
   * @throws `request.rate_limited`
   */
  async count(principal: Principal, reply: FastifyReply): Promise<void> {
    const [caller, limit] =
      principal.kind === 'api_key'
        ? [`key:${principal.keyId}`, principal.requestsPerMinute]
        : [`session:${principal.sessionId}`, SESSION_REQUESTS_PER_MINUTE];
    // The limit is the caller's and not the counter's, which only counts.
    const { consumedPoints, msBeforeNext } = await this.counter.penalty(caller, 1);
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
    reply.header('ratelimit-policy', `"${principal.kind}";q=${limit};w=${WINDOW_SECONDS}`);
    reply.header('ratelimit', `"${principal.kind}";r=${Math.max(0, limit - consumedPoints)};t=${seconds}`);
    if (consumedPoints > limit) throw apiErrors.error('request.rate_limited', { limit, retryAfterSeconds: seconds });
  }

  /**
   * Counts one act of a kind that is limited apart from asking at all, over a minute or so many seconds.
   *
   * @throws `request.rate_limited`
   */
  async countAct(act: string, limit: number, seconds: number = WINDOW_SECONDS): Promise<void> {
    const { consumedPoints, msBeforeNext } = await this.counter.penalty(act, 1, { customDuration: seconds });
    if (consumedPoints <= limit) return;
    const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
    throw apiErrors.error('request.rate_limited', { limit, retryAfterSeconds });
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }
}

function connected(url: string, log: Log): Redis {
  const redis = new Redis(url, { enableOfflineQueue: false, commandTimeout: REDIS_MS, maxRetriesPerRequest: 0 });
  // It connects again by itself; until then this process counts.
  redis.on('error', (error) => { log.failure('rate_limits.redis', error); }); // prettier-ignore
  return redis;
}
