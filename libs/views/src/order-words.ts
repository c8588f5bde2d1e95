/** What questions about orders take over from their context: questions themselves import nothing but the kernel. */
export { exceptionKinds, orderReaders, orderStatuses, type ExceptionKind, type OrderStatus } from '@dealtrail/orders';
