export { judgeAddress, type AddressVerdict } from './address.js';
export { ConfirmSubscription } from './confirm-subscription.service.js';
export { LeaveNewsletter, type LeavePage } from './leave-newsletter.service.js';
export { CONFIRMATION_DAYS, ReaderLinks } from './reader-links.js';
export { SignUp, type SignUpRequest } from './sign-up.service.js';
export { SubscriberRepository } from './subscriber.repository.js';
export { subscriberErrors } from './subscribers.errors.js';
export { SubscribersModule } from './subscribers.module.js';
export { eligibleSubscriptions, subscriptionStandings, type Standing } from './subscription-standing.js';
