import { Injectable } from '@nestjs/common';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { operatorErrors } from '../operators.errors.js';
import { normalPassword } from './password-policy.js';

/** argon2id as the OWASP password storage cheat sheet asks for at least: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes at once: 19 MiB each, and a thread of the pool that files and DNS wait for as well. */
const AT_ONCE = 2;
/** Who waits for a turn, at some 25 ms each; a flood beyond that is turned away instead of being remembered. */
const MAX_WAITING = 64;

/** Hashing, by as many as the machine can bear at once. */
@Injectable()
export class Passwords {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** Of nobody's password: what is checked where there is none, so that it takes as long. */
  private decoy: Promise<string> | undefined;

  /** A PHC string. @throws sign_in.busy */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normalPassword(password), PARAMETERS));
  }

  /** Takes the same time without a hash, and says no. @throws sign_in.busy */
  async verify(stored: string | null, password: string): Promise<boolean> {
    this.decoy ??= hash('the password of nobody at all', PARAMETERS);
    const against = stored ?? (await this.decoy);
    const isRight = await this.inTurn(() => verify(against, normalPassword(password)));
    return isRight && stored !== null;
  }

  /** Whether it was made with less than we ask for today. */
  isOutdated(stored: string): boolean {
    const { memoryCost, timeCost, parallelism } = parseOptions(stored);
    return (
      memoryCost < PARAMETERS.memoryCost || timeCost < PARAMETERS.timeCost || parallelism !== PARAMETERS.parallelism
    );
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < AT_ONCE) this.running += 1;
    else {
      if (this.waiting.length >= MAX_WAITING) throw operatorErrors.error('sign_in.busy');
      // Whoever finishes hands its place over, so `running` stays as it is.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
