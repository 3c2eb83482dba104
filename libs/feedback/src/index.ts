export { BounceRetention } from './bounce-retention.service.js';
export { readBounce, type BounceReport } from './bounce-report.js';
export { FeedbackModule } from './feedback.module.js';
export { RecordBounce, type BounceOutcome } from './record-bounce.service.js';
