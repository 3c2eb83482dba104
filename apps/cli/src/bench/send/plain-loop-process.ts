import { sendPlainly, type LoopOrder } from './plain-loop.js';

/** The plain loop in a process of its own, as our workers are. Ends when it has sent all of its one order. */
process.once('message', (order: LoopOrder) => {
  sendPlainly(order).then(
    () => { process.disconnect(); },
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  ); // prettier-ignore
});
