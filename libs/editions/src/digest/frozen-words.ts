import { z } from 'zod';

/** Hand-written and signed. `html` was made safe when it was frozen, `text` is its plain twin; `markdown` is what was written. */
export const frozenText = z.object({
  title: z.string(),
  markdown: z.string(),
  html: z.string(),
  text: z.string(),
  signature: z.string(),
});
export type FrozenText = z.infer<typeof frozenText>;

/** The house's own. */
export const frozenPromotion = z.object({
  title: z.string(),
  text: z.string().default(''),
  link: z.string(),
  linkLabel: z.string(),
});
export type FrozenPromotion = z.infer<typeof frozenPromotion>;

/** Paid for by somebody else. It holds no label: that comes from the product's words, and nobody can write another. */
export const frozenSponsor = frozenPromotion.extend({ advertiser: z.string() });
export type FrozenSponsor = z.infer<typeof frozenSponsor>;
