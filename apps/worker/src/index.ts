export { startWorker, type RunningWorker } from './worker.js';
export { WorkerModule } from './worker.module.js';
