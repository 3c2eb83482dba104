/**
 * What the privacy page promises about the ledger, in days: who got what is kept for 90 days, and goes with the whole
 * month it belongs to (`LedgerRetention` in @app/delivery, docs/retention.md). So this is the longest a row can stay.
 */
export const DELIVERY_DAYS = 90 + 31;
