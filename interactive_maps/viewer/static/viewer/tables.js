// Tables by words from outside: addresses, names of the map. "constructor" is in no table that does not list it.

/**
 * Return what a table has under a key; undefined if it lists no such key.
 * @template T
 * @param {Record<string, T>} table
 * @param {string} key
 * @returns {T | undefined}
 */
export function lookUp(table, key) {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
