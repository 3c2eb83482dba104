// @ts-check
export default async function globalTeardown() {
  const { stopTestServices } = /** @type {{ stopTestServices?: () => Promise<void> }} */ (globalThis);
  await stopTestServices?.();
}
