import { Module } from '@nestjs/common';
import { loadMessages, projectPath, type Messages } from '@app/platform';
import { Pages } from './pages.js';

/** The texts of the readers' pages. */
export const READER_MESSAGES = Symbol('READER_MESSAGES');

@Module({
  providers: [
    { provide: READER_MESSAGES, useFactory: () => loadMessages(projectPath('apps', 'api', 'locales')) },
    {
      provide: Pages,
      inject: [READER_MESSAGES],
      useFactory: (messages: Messages) => new Pages(projectPath('apps', 'api', 'pages'), messages),
    },
  ],
  exports: [Pages, READER_MESSAGES],
})
export class PagesModule {}
