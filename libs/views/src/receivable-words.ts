/** What questions about accounts take over from their context: questions themselves import nothing but the kernel. */
export { receivableReaders, writeOffApprovers, writeOffStates } from '@dealtrail/payments';
export type { WriteOffApprover, WriteOffState } from '@dealtrail/payments';
