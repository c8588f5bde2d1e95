/** What questions about orders take over from their context: questions themselves import nothing but the kernel. */
export { orderReaders, orderStatuses, type OrderStatus } from '@dealtrail/orders';
