import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { OperatorsModule } from '@app/operators';
import { PlatformModule, ReadinessProbe, type Clock, type Config, type Log } from '@app/platform';
import { AccessGuard } from './access.guard.js';
import { DeskModule } from './desk/desk.module.js';
import { ERROR_PAGE, type ErrorPage } from './error-page.js';
import { HealthController } from './health.controller.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { InputPipe } from './input.pipe.js';
import { OpenApiController } from './openapi.controller.js';
import { ApiDescription } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { ReaderErrorPage } from './readers/reader-error-page.service.js';
import { ReadersModule } from './readers/readers.module.js';

/** All of HTTP: the guard, the filter and the pipe below stand before and behind every controller of every module. */
@Module({})
export class ApiModule {
  /** `clock` is for tests, which freeze it. */
  static forRoot(config: Config, log: Log, clock?: Clock): DynamicModule {
    return {
      module: ApiModule,
      imports: [PlatformModule.forRoot(config, log, clock), OperatorsModule, DeskModule, ReadersModule],
      controllers: [HealthController, OpenApiController],
      providers: [
        ReadinessProbe,
        ApiDescription,
        { provide: ERROR_PAGE, inject: [ReaderErrorPage], useFactory: readerErrorPage },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_PIPE, useClass: InputPipe },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
    };
  }
}

function readerErrorPage(pages: ReaderErrorPage): ErrorPage {
  return (error) => pages.render(error);
}
