import { Injectable } from '@nestjs/common';
import { Config, TokenSigner, bytesToId, idToBytes, tokenErrors } from '@app/platform';

/** Of an edition's id in a token. */
const ID_BYTES = 16;
/** Of a cut's number; there are at most 4,000 in an edition. */
const CUT_BYTES = 2;

/** Which edition a link shows, and cut to which choice; cut 0 is everything. */
export interface ViewOf {
  readonly editionId: string;
  readonly cut: number;
}

/**
 * The web view of an edition as a mail held it. The link is the same for every reader whose choice comes to the same
 * stories; it names the edition and that cut, and no reader.
 */
@Injectable()
export class ViewLinks {
  constructor(
    private readonly config: Config,
    private readonly tokens: TokenSigner,
  ) {}

  viewUrl(editionId: string, cut = 0): string {
    const id = idToBytes(editionId);
    const number = Buffer.alloc(cut === 0 ? 0 : CUT_BYTES);
    if (cut !== 0) number.writeUInt16BE(cut);
    return `${this.config.publicUrl}/view/${this.tokens.sign('view', Buffer.concat([id, number]))}`;
  }

  /** Throws `token.invalid`. Never expires: mails hold it for ever. */
  readView(token: string): ViewOf {
    const payload = Buffer.from(this.tokens.verify('view', token));
    if (payload.length !== ID_BYTES && payload.length !== ID_BYTES + CUT_BYTES)
      throw tokenErrors.error('token.invalid');
    const cut = payload.length === ID_BYTES ? 0 : payload.readUInt16BE(ID_BYTES);
    return { editionId: bytesToId(payload.subarray(0, ID_BYTES)), cut };
  }
}
