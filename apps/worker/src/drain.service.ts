import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { SubmitChunk } from '@app/delivery';

/** SIGTERM: no new dialogue begins; those under way end and are settled before the queues and the database close. */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  constructor(private readonly chunks: SubmitChunk) {}

  beforeApplicationShutdown(): void {
    this.chunks.stop();
  }
}
