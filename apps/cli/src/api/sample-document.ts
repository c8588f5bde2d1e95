import type { OpenApiDocument } from './openapi.js';

/** A small document in the shape the API serves, for specs. */
export const sampleDocument: OpenApiDocument = {
  paths: {
    '/deals/{dealId}/win': {
      post: {
        operationId: 'WinDeal',
        summary: 'Win a deal · 成交',
        parameters: [{ name: 'dealId', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/WinDeal' } } } },
      },
    },
    '/deals/{dealId}/trail': {
      get: {
        operationId: 'DealTrail',
        parameters: [
          { name: 'dealId', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'lang', in: 'query', schema: { type: 'string', enum: ['zh', 'en'] } },
        ],
      },
    },
    '/files': {
      post: {
        operationId: 'UploadFile',
        'x-kind': 'batch',
        requestBody: { content: { '*/*': { schema: { type: 'string' } } } },
        responses: { 201: { content: { 'application/json': {} } } },
      },
    },
    '/uploads': {
      post: {
        operationId: 'BeginUpload',
        'x-kind': 'batch',
        parameters: [{ name: 'Upload-Length', in: 'header', required: true }],
        requestBody: { content: { 'application/json': {} } },
      },
    },
    '/deals/{dealId}/offer': {
      get: {
        operationId: 'DealOffer',
        parameters: [
          { name: 'dealId', in: 'path', required: true },
          { name: 'Range', in: 'header', required: false },
        ],
        responses: { 200: { content: { '*/*': {} } }, default: {} },
      },
    },
    '/deals': {
      get: {
        operationId: 'DealRegister',
        responses: { 200: { content: { 'application/json': {}, 'text/csv': {} } } },
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer' } },
          { name: 'stages', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
          { name: 'text', in: 'query', schema: { type: 'string' } },
        ],
      },
    },
  },
  components: {
    schemas: {
      WinDeal: {
        type: 'object',
        properties: {
          type: { type: 'string', enum: ['WinDeal'] },
          amount: { $ref: '#/components/schemas/MoneyInput' },
          wonOn: { type: 'string' },
          urgent: { type: 'boolean' },
          share: { type: 'number' },
          place: { type: 'object', properties: { city: { type: 'string' } } },
          kind: { enum: ['new', 'repeat'] },
          tags: { type: 'array', items: { type: 'string' } },
        },
      },
      MoneyInput: {
        type: 'object',
        properties: { amount: { type: 'integer' }, currency: { anyOf: [{ type: 'null' }, { type: 'string' }] } },
      },
    },
  },
};
