import { growHeapSlowly } from '../grow-heap-slowly.js';
import type { ImportOrder, ImportProbeReport } from './bench-import-once.js';

/** Imports in a process of its own, because a process's peak memory never falls again. */
async function probe(order: ImportOrder): Promise<ImportProbeReport> {
  // As the command does, and like there before the libs are loaded.
  growHeapSlowly();
  const { importOnce } = await import('./bench-import-once.js');
  return importOnce(order);
}

process.on('message', (order: ImportOrder) => {
  void probe(order).then((report) => process.send?.(report));
});
process.on('disconnect', () => process.exit(0));
