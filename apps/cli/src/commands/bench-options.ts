import { InvalidArgumentError } from 'commander';

/** Those of `known` that are named, with commas between, in the order of `known`. */
export function chosen<T extends string>(given: string, known: readonly T[]): T[] {
  const named = given.split(',').map((name) => name.trim());
  const unknown = named.filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`unknown: ${unknown.join(', ')}; there are ${known.join(', ')}`);
  return known.filter((one) => named.includes(one));
}

export function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new Error(`${name}: given ${text}; expected: a whole number from ${min} to ${max}`);
  return value;
}
