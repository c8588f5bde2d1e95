import { authorise, ensureFound, KnownKeeper, permissionOf, reachOf } from '@dealtrail/event-sourcing';
import { dayAfter, startOfDay } from '@dealtrail/calendar';
import type { Known } from '@dealtrail/known';
import { productFeedbackRegister, type ProductFeedbackRow } from '@dealtrail/product-feedback';
import { ReadStore, type Page } from '@dealtrail/read-store';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { labelsOf, lowest, type Labels } from './labels.js';
import { ProductFeedbackPage, ProductFeedbackRegister } from './product-feedback-views.queries.js';

/** An item as people see it. */
export interface ShownFeedback extends ProductFeedbackRow {
  readonly customerName?: string;
  readonly ownerName: string;
  readonly productOwnerName: string;
}

const shown = (row: ProductFeedbackRow, labels: Labels): ShownFeedback => ({
  ...row,
  customerName: labels.customer(row.customerId),
  ownerName: labels.person(row.ownerId),
  productOwnerName: labels.person(row.productOwnerId),
});

@QueryHandler(ProductFeedbackRegister)
export class ProductFeedbackRegisterHandler implements IQueryHandler<ProductFeedbackRegister, Page<ShownFeedback>> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ProductFeedbackRegister): Promise<Page<ShownFeedback>> {
    const { state, kind, outcome, ownerId, productOwnerId, customerId, productId, from, to, metadata } = question;
    const { actor } = metadata;
    const reach = reachOf(permissionOf(question), actor, this.known.now().staff);
    const page = await this.store.list(productFeedbackRegister, question, {
      where: (query) => {
        const equal = { state, kind, outcome, ownerId, productOwnerId, customerId, productId };
        for (const [column, value] of Object.entries(equal))
          if (value !== undefined) query = query.where(column as keyof typeof equal, '=', value);
        if (from !== undefined) query = query.where('submittedAt', '>=', startOfDay(from));
        if (to !== undefined) query = query.where('submittedAt', '<', startOfDay(dayAfter(to)));
        if (reach === 'all') return query;
        const own = actor.kind === 'staff' ? actor.id : null;
        return query.where(sql<boolean>`("ownerId" = any(${[...reach]}) or "productOwnerId" = ${own})`);
      },
      sortable: ['submittedAt', 'answeredAt', 'number'],
      defaultSort: '-submittedAt',
    });
    const labels = await labelsOf(
      this.store,
      question,
      page.items.map((row) => row.customerId),
      page.items.flatMap((row) => [row.ownerId, row.productOwnerId]),
    );
    return {
      ...page,
      items: page.items.map((row) => shown(row, labels)),
      position: lowest(labels.position, page.position),
    };
  }
}

@QueryHandler(ProductFeedbackPage)
export class ProductFeedbackPageHandler implements IQueryHandler<
  ProductFeedbackPage,
  ShownFeedback & { readonly position: string }
> {
  constructor(
    private readonly store: ReadStore,
    private readonly known: KnownKeeper<Known>,
  ) {}

  async execute(question: ProductFeedbackPage): Promise<ShownFeedback & { readonly position: string }> {
    const { row, position } = await this.store.find(productFeedbackRegister, question.feedbackId, question);
    ensureFound(row, 'feedback-not-found');
    const subject = { owners: [row.ownerId], assigned: [row.productOwnerId] };
    authorise(permissionOf(question), question.metadata.actor, subject, this.known.now().staff);
    const labels = await labelsOf(this.store, question, [row.customerId], [row.ownerId, row.productOwnerId]);
    return { ...shown(row, labels), position: lowest(labels.position, position) };
  }
}
