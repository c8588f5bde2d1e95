/** What questions about contracts take over from their context: questions themselves import nothing but the kernel. */
export { contractReaders, contractStatuses, type ContractStatus } from '@dealtrail/contracts';
