import { traceIdOf, traceParent } from './trace-ids.js';

describe('the trace of a correlation', () => {
  it('is the correlation id without its dashes', () =>
    expect(traceIdOf('0F8FAD5B-d9cb-469f-a165-70867728950e')).toBe('0f8fad5bd9cb469fa16570867728950e'));
  it('is digested from what is no uuid, and the same each time', () => {
    expect(traceIdOf('request-17')).toMatch(/^[0-9a-f]{32}$/);
    expect(traceIdOf('request-17')).toBe(traceIdOf('request-17'));
    expect(traceIdOf('00000000-0000-0000-0000-000000000000')).not.toMatch(/^0+$/);
  });
});

describe('a traceparent', () => {
  it('gives the correlation and the span to stand below', () =>
    expect(traceParent('00-0f8fad5bd9cb469fa16570867728950e-00f067aa0ba902b7-01')).toEqual({
      correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e',
      spanId: '00f067aa0ba902b7',
    }));
  it.each([
    undefined,
    '',
    'nonsense',
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-0f8fad5bd9cb469fa16570867728950e-0000000000000000-01',
  ])('is passed over when it is none: %p', (header) => expect(traceParent(header)).toBeUndefined());
});
