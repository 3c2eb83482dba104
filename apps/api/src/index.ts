export { PortBusy } from './api.errors.js';
export { ApiModule } from './api.module.js';
export { openApiDocument, openApiText } from './openapi.js';
export { embedSnippets, SNIPPET_KINDS, type SnippetKind } from './readers/embed-snippets.js';
export { createApi, startApi, type ApiOptions, type RunningApi } from './start-api.js';
