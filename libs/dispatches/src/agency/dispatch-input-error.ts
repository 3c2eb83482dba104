import { CatalogueError } from '@app/platform';

export type DispatchInputCode = 'dispatch.text_empty';

const TEXTS: Readonly<Record<DispatchInputCode, string>> = {
  'dispatch.text_empty': 'The text holds no article: it is empty, or nothing but page furniture.',
};

/** The importer's part of the error catalogue: what was pasted cannot become a dispatch. */
export class DispatchInputError extends CatalogueError {
  declare readonly code: DispatchInputCode;
  constructor(code: DispatchInputCode) {
    super(code, 'invalid', TEXTS[code]);
  }
}
