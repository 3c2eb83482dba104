import { isCatalogueError } from '@app/platform';
import type { PollSource } from '@app/dispatches';

/**
 * A feed that cannot be read is its source's matter, not the job's: it stands with the source, and the log has said so
 * (`source.poll_failed`). One of a thousand always fails, and an error with a stack each time would hide the real ones.
 */
export async function pollFromQueue(sources: Pick<PollSource, 'poll'>, sourceId: string): Promise<void> {
  try {
    await sources.poll(sourceId);
  } catch (error) {
    if (!isCatalogueError(error)) throw error;
  }
}
