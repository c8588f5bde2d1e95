/**
 * PostgreSQL's binary form of one-dimensional arrays without nulls, as parameters. The text form of an array of JSON texts
 * needs every quote escaped and parsed again, which costs more than the insert itself.
 */
function array(
  elementType: number,
  lengths: readonly number[],
  write: (buffer: Buffer, at: number, i: number) => void,
) {
  const size = lengths.reduce((sum, length) => sum + 4 + length, 20);
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(lengths.length === 0 ? 0 : 1, 0); // dimensions
  buffer.writeInt32BE(0, 4); // no nulls
  buffer.writeInt32BE(elementType, 8);
  if (lengths.length === 0) return buffer.subarray(0, 12);
  buffer.writeInt32BE(lengths.length, 12);
  buffer.writeInt32BE(1, 16); // first index
  let at = 20;
  lengths.forEach((length, i) => {
    buffer.writeInt32BE(length, at);
    write(buffer, at + 4, i);
    at += 4 + length;
  });
  return buffer;
}

export const textArray = (texts: readonly string[]): Buffer =>
  array(
    25,
    texts.map((text) => Buffer.byteLength(text)),
    (buffer, at, i) => buffer.write(texts[i] ?? '', at),
  );

export const int4Array = (numbers: readonly number[]): Buffer =>
  array(
    23,
    numbers.map(() => 4),
    (buffer, at, i) => buffer.writeInt32BE(numbers[i] ?? 0, at),
  );

export const int2Array = (numbers: readonly number[]): Buffer =>
  array(
    21,
    numbers.map(() => 2),
    (buffer, at, i) => buffer.writeInt16BE(numbers[i] ?? 0, at),
  );

export const uuidArray = (uuids: readonly string[]): Buffer =>
  array(
    2950,
    uuids.map(() => 16),
    (buffer, at, i) => buffer.write((uuids[i] ?? '').replaceAll('-', ''), at, 'hex'),
  );

/** Of bytes given as hex. */
export const byteaArray = (values: readonly string[]): Buffer =>
  array(
    17,
    values.map(({ length }) => length / 2),
    (buffer, at, i) => buffer.write(values[i] ?? '', at, 'hex'),
  );
