import type { FastifyReply } from 'fastify';
import { csvCell } from '@app/platform';
import type { FileProblem } from '@app/subscribers';
import { AnswerStream } from './stream-answer.js';

type Tell = (onProblem: (problem: FileProblem) => Promise<void>, signal: AbortSignal) => Promise<void>;

/**
 * Rows that make nobody a reader as CSV. The head leaves with the first row or at the end, so that a list which cannot
 * be read at all is answered with its reason.
 */
export async function sendRefusals(reply: FastifyReply, tell: Tell): Promise<void> {
  const stream = new AnswerStream();
  const told = { head: false };
  const begin = async (): Promise<void> => {
    if (told.head) return;
    told.head = true;
    void reply
      .header('content-disposition', 'attachment; filename="refused.csv"')
      .header('cache-control', 'no-store')
      .type('text/csv; charset=utf-8')
      .send(stream.body);
    await stream.write('\uFEFFline,reason,column,detail,address\n');
  };
  try {
    await tell(async ({ line, code, column, detail, address }) => {
      await begin();
      await stream.write(
        `${[String(line), code, column, detail, address].map((text = '') => csvCell(text)).join(',')}\n`,
      );
    }, stream.signal);
    await begin();
    stream.body.end();
  } catch (error) {
    if (!told.head) throw error;
    // The head has left: a body that breaks off is all that can still be said.
    stream.body.destroy();
  }
}
