import { dataOf } from '../api/answers.js';
import { postApiV1Imports, putApiV1ImportsByIdPartsByNumber } from '../client/index.js';

/** Bytes of one piece, as the API takes them at most. */
const partBytes = 2 * 1024 * 1024;

interface Sending {
  newsletter: string;
  file: File;
  onProgress: (bytes: number) => void;
  signal: AbortSignal;
}

/** Sends a list in pieces, one after the other, and returns the id of its import. */
export async function sendFile({ newsletter, file, onProgress, signal }: Sending): Promise<string> {
  const { id } = await dataOf(postApiV1Imports({ body: { newsletter, fileName: file.name.slice(0, 200) }, signal }));
  for (let number = 0; number * partBytes < file.size; number += 1) {
    const body = file.slice(number * partBytes, (number + 1) * partBytes, 'application/octet-stream');
    await dataOf(
      putApiV1ImportsByIdPartsByNumber({
        path: { id, number },
        body,
        bodySerializer: null,
        headers: { 'Content-Type': 'application/octet-stream' },
        signal,
      }),
    );
    onProgress(Math.min(file.size, (number + 1) * partBytes));
  }
  return id;
}
