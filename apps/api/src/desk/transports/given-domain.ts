import { z } from 'zod';

/** A domain as somebody typed it; the lib that takes it says whether it is one. 253 characters are the most a name has (RFC 1035 §2.3.4). */
export const givenDomain = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'a domain such as news.example.org');
