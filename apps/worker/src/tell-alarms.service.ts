import { Injectable } from '@nestjs/common';
import { NewsletterRepository } from '@app/editions';
import { TellAdmins, type AlarmSender } from '@app/operators';

/** Tells administrators of system alarms, in the name of the first newsletter: operators have no mail identity of their own. */
@Injectable()
export class TellAlarms {
  constructor(
    private readonly admins: TellAdmins,
    private readonly newsletters: NewsletterRepository,
  ) {}

  async tell(): Promise<void> {
    await this.admins.tell(() => this.sender());
  }

  private async sender(): Promise<AlarmSender | undefined> {
    const [first] = await this.newsletters.all();
    if (first === undefined) return undefined;
    const { name, contactAddress, legalName, postalAddress, siteUrl } = first.brand;
    return {
      from: { name: first.senderName, address: first.senderAddress },
      brand: { name, contactAddress, legalName, postalAddress, siteUrl },
    };
  }
}
