import { Injectable } from '@nestjs/common';
import { Config, TokenSigner, bytesToId, idToBytes, tokenErrors } from '@app/platform';

/** The web view of an edition. The link is the same for every reader and names only the edition. */
@Injectable()
export class ViewLinks {
  constructor(
    private readonly config: Config,
    private readonly tokens: TokenSigner,
  ) {}

  viewUrl(editionId: string): string {
    return `${this.config.publicUrl}/view/${this.tokens.sign('view', idToBytes(editionId))}`;
  }

  /** The edition's id; throws `token.invalid`. Never expires: mails hold it for ever. */
  readView(token: string): string {
    const payload = this.tokens.verify('view', token);
    if (payload.length !== 16) throw tokenErrors.error('token.invalid');
    return bytesToId(payload);
  }
}
