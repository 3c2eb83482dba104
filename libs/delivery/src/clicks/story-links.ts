import { Injectable } from '@nestjs/common';
import { Config, TokenSigner, bytesToId, idToBytes, tokenErrors } from '@app/platform';

/** What a counted link names. */
export interface StoryLinkOf {
  readonly editionNumber: number;
  /** The story's, in the edition. */
  readonly n: number;
  readonly subscriptionId: string;
}

/** Edition number (4 bytes) · story (2 bytes) · subscription id (16 bytes). */
const PAYLOAD_BYTES = 22;
const STORY_AT = 4;
const SUBSCRIPTION_AT = 6;
/** Stories a link can name; a token's number has two bytes. */
export const MOST_STORIES = 0xffff;

/** Links to stories for readers who agreed that it is counted which they open (STANDARDS S7). They never expire. */
@Injectable()
export class StoryLinks {
  constructor(
    private readonly config: Config,
    private readonly tokens: TokenSigner,
  ) {}

  storyUrl({ editionNumber, n, subscriptionId }: StoryLinkOf): string {
    const payload = Buffer.alloc(PAYLOAD_BYTES);
    payload.writeUInt32BE(editionNumber, 0);
    payload.writeUInt16BE(n, STORY_AT);
    idToBytes(subscriptionId).copy(payload, SUBSCRIPTION_AT);
    return `${this.config.publicUrl}/r/${this.tokens.sign('story', payload)}`;
  }

  /** @throws `token.invalid` */
  read(token: string): StoryLinkOf {
    const payload = this.tokens.verify('story', token);
    if (payload.length !== PAYLOAD_BYTES) throw tokenErrors.error('token.invalid');
    return {
      editionNumber: payload.readUInt32BE(0),
      n: payload.readUInt16BE(STORY_AT),
      subscriptionId: bytesToId(payload.subarray(SUBSCRIPTION_AT)),
    };
  }
}
