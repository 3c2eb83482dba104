import { Injectable } from '@nestjs/common';
import { PollRepository } from './poll.repository.js';

/** Long enough to see what a source was like before it went wrong (docs/retention.md). */
export const POLL_DAYS = 30;

@Injectable()
export class SourceRetention {
  constructor(private readonly polls: PollRepository) {}

  forgetOldPolls(): Promise<number> {
    return this.polls.forget(POLL_DAYS);
  }
}
