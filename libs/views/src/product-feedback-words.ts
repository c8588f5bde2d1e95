/** What questions about product feedback take over from their context: questions themselves import nothing but the kernel. */
export { feedbackKinds, feedbackOutcomes, feedbackReaders, feedbackStates } from '@dealtrail/product-feedback';
export type { FeedbackKind, FeedbackOutcome, FeedbackState } from '@dealtrail/product-feedback';
