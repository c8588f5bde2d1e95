import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The document at `/openapi.json` and a page for people at `/docs`; both work offline. */
export function serveDocument(app: NestFastifyApplication, document: object): void {
  SwaggerModule.setup('docs', app, document as OpenAPIObject, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Dealtrail API',
  });
}
