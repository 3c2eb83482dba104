import { Clock } from '@app/platform';

/** Stands still until a test moves it. */
export class FrozenClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  override now(): Date {
    return this.instant;
  }

  set(instant: Date): void {
    this.instant = instant;
  }
}
