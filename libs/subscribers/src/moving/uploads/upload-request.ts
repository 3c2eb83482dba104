import type { Readable } from 'node:stream';
import type { ImportRequest } from '../import-run.js';
import type { UploadRecord } from './upload.repository.js';

/** An uploaded list as the import it asks for. */
export function uploadRequest(
  { operatorId, options }: Pick<UploadRecord, 'operatorId' | 'options'>,
  { slug, input, isDryRun }: { readonly slug: string; readonly input: Readable; readonly isDryRun: boolean },
): ImportRequest {
  const { consentDate, lastContact, ...reading } = options;
  return {
    ...reading,
    newsletterSlug: slug,
    operatorId,
    file: '-',
    input,
    consentDate: consentDate === undefined ? undefined : new Date(consentDate),
    lastContact: lastContact === undefined ? undefined : new Date(lastContact),
    isDryRun,
  };
}
