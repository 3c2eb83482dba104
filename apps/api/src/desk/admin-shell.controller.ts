import { existsSync } from 'node:fs';
import path from 'node:path';
import { Controller, Get, Headers, Inject, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { preferredLocale } from '../accept-language.js';
import { Public } from '../access.js';
import { ADMIN_POLICY } from '../security-headers.js';
import { sendFile } from '../static-file.js';
import { DeskPages } from './desk-pages.js';

/** The folder Vite builds the operators' application into. */
export const ADMIN_FOLDER = Symbol('ADMIN_FOLDER');

const SHELL = 'index.html';
/** Vite puts a hash of the content into these names, so what a name means never changes. */
const HASHED = /^assets\//;

/**
 * The operators' application as files. They hold no data, so they are public; all data comes from /api/v1 and asks who
 * is there. An address without a file extension is the application's own and gets its first page.
 */
@ApiExcludeController()
@Controller('admin')
export class AdminShellController {
  constructor(
    @Inject(ADMIN_FOLDER) private readonly folder: string,
    private readonly pages: DeskPages,
  ) {}

  @Get()
  @Public()
  async openShell(@Headers('accept-language') language: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    await this.sendShell(language, reply);
  }

  @Get('*')
  @Public()
  async openFile(
    @Param('*') file: string,
    @Headers('accept-language') language: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (path.posix.extname(file) === '') {
      await this.sendShell(language, reply);
      return;
    }
    reply.header('content-security-policy', ADMIN_POLICY);
    const cacheControl = HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
    await sendFile(reply, this.folder, file, cacheControl);
  }

  private async sendShell(language: string | undefined, reply: FastifyReply): Promise<void> {
    if (!existsSync(path.join(this.folder, SHELL))) {
      const page = this.pages.adminNotBuilt({ locale: preferredLocale(language) });
      await reply.status(503).type('text/html; charset=utf-8').send(page);
      return;
    }
    reply.header('content-security-policy', ADMIN_POLICY);
    await sendFile(reply, this.folder, SHELL, 'no-cache');
  }
}
