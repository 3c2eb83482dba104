import { Injectable } from '@nestjs/common';
import { BounceRepository } from './bounce.repository.js';

/** As long as the deliveries they belong to (docs/retention.md). */
const BOUNCE_DAYS = 90;

@Injectable()
export class BounceRetention {
  constructor(private readonly bounces: BounceRepository) {}

  forgetOld(): Promise<number> {
    return this.bounces.forget(BOUNCE_DAYS);
  }
}
