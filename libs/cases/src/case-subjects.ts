/** Whose an order or a customer is today, as far as anybody knows. */
export interface WhoseSubject {
  /** Of the order. */
  readonly customerId?: string;
  /** Who has the order; without one, who has the customer. */
  readonly sellerId?: string;
}

/**
 * Whose what cases are about is. Contexts do not know each other, so what reads across them answers (`libs/views`); a class, so that
 * it is its own injection token.
 */
export abstract class CaseSubjects {
  abstract whose(about: { readonly orderId?: string; readonly customerId?: string }): Promise<WhoseSubject>;
}
