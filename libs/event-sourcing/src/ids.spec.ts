import { canonicalJson, derivedId, eventId, shortNumber, uuidv5 } from './ids.js';

describe('ids', () => {
  it('derives the uuid of RFC 9562 appendix A.4', () => {
    expect(uuidv5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  it('tells lists of parts apart that read alike when joined', () => {
    expect(derivedId('a', 'bc')).not.toBe(derivedId('ab', 'c'));
    expect(derivedId('a|1:b')).not.toBe(derivedId('a', 'b'));
  });

  it('gives each event of a command its own id, the same every time', () => {
    expect(eventId('deal-1', 'c', 0)).toBe(eventId('deal-1', 'c', 0));
    expect(new Set([eventId('deal-1', 'c', 0), eventId('deal-1', 'c', 1), eventId('deal-2', 'c', 0)]).size).toBe(3);
  });

  it('shows people eight characters of a uuid', () => {
    expect(shortNumber('00000000-0000-4000-8000-000000000000')).toBe('00000000');
    expect(shortNumber('ffffffff-ffff-4fff-8fff-ffffffffffff')).toBe('ZZZZZZZZ');
    expect(shortNumber('0c1f0000-0100-4000-8000-000000000000')).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
  });

  it('writes the same content as the same text, whatever the order of its members', () => {
    expect(canonicalJson({ b: [{ y: 1, x: undefined }], a: null })).toBe(canonicalJson({ a: null, b: [{ y: 1 }] }));
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
  });
});
