import { solve } from './proof.js';

/** Solves a challenge beside the page. A failure ends as the worker's error, after which the page tries by itself. */
self.onmessage = async ({ data }) => {
  try {
    self.postMessage(await solve(data));
  } catch (error) {
    // Thrown outside the promise it reaches `onerror`; a rejected promise would reach nobody.
    setTimeout(() => {
      throw error;
    });
  }
};
