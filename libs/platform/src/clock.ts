import { Injectable } from '@nestjs/common';

/**
 * The one place the process asks what time it is. Tests freeze it; leases and deadlines of the ledger use the
 * database's clock instead, because several machines share them.
 */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
