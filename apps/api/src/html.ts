/** Escaped for HTML. */
export const text = (value: unknown): string => {
  const shown =
    value === undefined || value === null
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value as string | number | boolean);
  return shown.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
};
