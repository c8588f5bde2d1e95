import { languageOf, type Language } from '@dealtrail/http';
import type { FastifyRequest } from 'fastify';

/** The language of the page: as its own link says, else as the browser likes it. */
export function languageAsked({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): Language {
  const { lang } = query as { readonly lang?: unknown };
  return lang === 'zh' || lang === 'en' ? lang : languageOf(headers['accept-language']);
}
