import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ChangeAddress, type AddressChangePage } from '@app/subscribers';
import { Pages } from '../pages/pages.js';
import { TokenPage } from './reader-page.js';

/** The two links of a change of address. The new mailbox is shown the new address only: it may be a stranger's. */
@Controller('address')
export class AddressChangeController {
  constructor(
    private readonly changeAddress: ChangeAddress,
    private readonly pages: Pages,
  ) {}

  @Get(':token')
  @TokenPage()
  async askToConfirm(@Param('token') token: string): Promise<string> {
    return this.render(token, await this.changeAddress.look(token));
  }

  @Post(':token')
  @HttpCode(200)
  @TokenPage()
  async confirm(@Param('token') token: string): Promise<string> {
    return this.render(token, await this.changeAddress.confirm(token));
  }

  private render(token: string, { locale, newsletter, state, newAddress }: AddressChangePage): string {
    return this.pages.personal.addressChange({ token, locale, brandName: newsletter.brand.name, state, newAddress });
  }
}
