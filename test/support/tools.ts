import {
  Module,
  type DynamicModule,
  type INestApplicationContext,
  type NestApplicationOptions,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Log, PlatformModule, type Clock, type Config } from '@app/platform'; // prettier-ignore

@Module({})
class Tools {
  static of(config: Config, modules: readonly Type[], options: ToolOptions): DynamicModule {
    const platform = PlatformModule.forRoot(config, options.log ?? new Log('silent'), options.clock);
    return { module: Tools, imports: [platform, ...modules] };
  }
}

export interface ToolOptions {
  readonly clock?: Clock;
  readonly log?: Log;
}

/** The services of these modules over a test's database and queue. No worker runs. Close before the database. */
export async function openTools(
  config: Config,
  modules: readonly Type[],
  options: ToolOptions = {},
): Promise<INestApplicationContext> {
  const nest: Pick<NestApplicationOptions, 'logger' | 'abortOnError'> = { logger: false, abortOnError: false };
  return NestFactory.createApplicationContext(Tools.of(config, modules, options), nest);
}
