/** By code, what people are told of a refusal: the fact in one short sentence, without a name or number of the case. */
export type Titles = Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
