import v8 from 'node:v8';

/**
 * For processes that handle millions of rows, one after the other: garbage is collected when a fifth more than what is in use has gathered,
 * instead of several times as much, and the space for new objects stays small. Measured, an import's peak falls from 370
 * to 190 MB. Only what is set before the libs are loaded has an effect, because loading them is what makes V8 generous.
 */
export function growHeapSlowly(): void {
  v8.setFlagsFromString('--heap-growing-percent=20');
  v8.setFlagsFromString('--semi-space-growth-factor=1');
}
