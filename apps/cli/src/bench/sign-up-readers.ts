/** Mail domains of the readers: more than one counter, fewer than readers, as it is outside. */
const DOMAINS = 50;

/** The n-th reader of the sign-up benchmark: an address nobody else has, from a network nobody else is in. */
export function benchReader(n: number): { readonly address: string; readonly network: string } {
  const [high, middle, low] = [1 + ((n >>> 16) & 127), (n >>> 8) & 255, n & 255];
  return { address: `reader-${n}@d${n % DOMAINS}.example.org`, network: `${high}.${middle}.${low}.7` };
}
