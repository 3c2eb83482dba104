import { Module, type DynamicModule, type INestApplicationContext, type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Log, PlatformModule, readConfig, type Config } from '@app/platform';
import { DispatchesModule } from '@app/dispatches';
import { DeliveryModule } from '@app/delivery';
import { EditionsModule } from '@app/editions';
import { FeedbackModule } from '@app/feedback';
import { MailModule } from '@app/mail';
import { OperatorsModule } from '@app/operators';
import { SubscribersModule } from '@app/subscribers';
import { Installation } from './installation.js';

/** Every lib, for commands that do one thing and end. Starts no queue worker and no HTTP. */
@Module({})
class ToolboxModule {
  static forRoot(config: Config, log: Log): DynamicModule {
    return {
      module: ToolboxModule,
      imports: [
        PlatformModule.forRoot(config, log),
        MailModule, DispatchesModule, OperatorsModule, EditionsModule, SubscribersModule, DeliveryModule, FeedbackModule,
      ],
    }; // prettier-ignore
  }
}

export async function openToolbox(config: Config, log: Log): Promise<INestApplicationContext> {
  // Errors are the caller's to report.
  const options: Pick<NestApplicationOptions, 'logger' | 'abortOnError'> = { logger: log, abortOnError: false };
  return NestFactory.createApplicationContext(ToolboxModule.forRoot(config, log), options);
}

/** The environment a command works with: the shell's, or that of the instance running on the local data folder. */
export function commandConfig(): Config {
  const running = process.env['DATABASE_URL'] === undefined ? Installation.default().running() : undefined;
  return readConfig({ LOG_LEVEL: 'warn', ...running, ...process.env });
}

/** What a command prints is for a script to read; what it logs goes beside it. Runs `work` with every lib at hand and closes all of it, whatever happens. */
export async function withToolbox<T>(work: (tools: INestApplicationContext) => Promise<T>): Promise<T> {
  const config = commandConfig();
  const tools = await openToolbox(config, new Log(config.env.LOG_LEVEL, process.stderr));
  try {
    return await work(tools);
  } finally {
    await tools.close();
  }
}
